import Foundation
import JSONText
import TestSupport
import Testing
import Tokenizers

/// The small tokenizers of a file like families.json and what the library gives for them.
struct FamilyGolden {
    struct Family: Sendable, CustomTestStringConvertible {
        let name: String
        let file: JSONValue
        let rows: [JSONValue]

        var testDescription: String { name }

        func tokenizer() throws -> Tokenizer {
            try Tokenizer.load(contents: Array(file.text().utf8), name: name)
        }
    }

    let texts: [String]
    let families: [Family]

    static let shared: FamilyGolden? = try? FamilyGolden("families")
    /// Those of encoder models.
    static let encoders: FamilyGolden? = try? FamilyGolden("encoders")

    private init(_ name: String) throws {
        let url = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "json", subdirectory: "Resources"))
        let golden = try JSONValue.parse(Array(Data(contentsOf: url)))
        texts = (golden["texts"]?.arrayValue ?? []).compactMap(\.stringValue)
        families = try (golden["families"]?.arrayValue ?? []).map { entry in
            var file = try #require(entry["file"]?.objectValue)
            let modelName = try #require(file["model"]?.stringValue)
            var model = try #require(golden["models"]?[modelName]?.objectValue)
            for member in file["settings"]?.objectValue?.members ?? [] {
                model.set(member.key, member.value)
            }
            file.set("model", .object(model))
            return Family(
                name: entry["name"]?.stringValue ?? "", file: .object(file),
                rows: entry["rows"]?.arrayValue ?? [])
        }
    }
}

/// A list of ids in a golden file.
func identifiers(_ value: JSONValue?) -> [Int32]? {
    value?.arrayValue?.compactMap { $0.intValue.map { Int32($0) } }
}

/// Whether two texts are the same bytes; Swift's == would let spellings of "é" pass.
func sameBytes(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
