import Foundation
import JSONText

/// What a tokenizer.json says about its stages, beyond what `Tokenizer` tells.
///
/// `Tokenizer` has loaded the file before, so its form is known to be right; here only the kinds of
/// the stages and the spelling of merges matter.
struct TokenizerFileStages {
    let path: String
    private let json: JSONValue

    /// - Throws: `ExportError.unsupportedTokenizer` where the file cannot be read again.
    init(file: URL) throws {
        path = file.path
        guard let data = FileManager.default.contents(atPath: file.path),
            let json = try? JSONValue.parse(Array(data))
        else {
            throw ExportError.unsupportedTokenizer(path: file.path, reason: "it cannot be read")
        }
        self.json = json
    }

    /// Tokens that are looked for before anything else, as the file lists them.
    var addedTokens: [JSONValue] { json["added_tokens"]?.arrayValue ?? [] }

    /// The normalizer's stages, sequences flattened.
    var normalizers: [JSONValue] { Self.flattened(json["normalizer"], list: "normalizers") }

    /// The pre-tokenizer's stages, sequences flattened.
    var preTokenizers: [JSONValue] { Self.flattened(json["pre_tokenizer"], list: "pretokenizers") }

    var model: JSONValue { json["model"] ?? .null }

    /// The two parts of each merge, in order of rank.
    ///
    /// Bytes, as texts that Swift takes for equal may be different tokens.
    var merges: [(left: [UInt8], right: [UInt8])] {
        (model["merges"]?.arrayValue ?? []).compactMap { value in
            let parts: [[UInt8]]
            if let text = value.stringValue {
                parts = text.utf8.split(separator: 0x20).map(Array.init)
            } else {
                parts = (value.arrayValue ?? []).compactMap {
                    $0.stringValue.map { Array($0.utf8) }
                }
            }
            guard parts.count == 2, !parts[0].starts(with: "#version".utf8) else { return nil }
            return (parts[0], parts[1])
        }
    }

    var isByteLevel: Bool { preTokenizers.contains { Self.type($0) == "ByteLevel" } }

    /// The `type` of a stage.
    static func type(_ stage: JSONValue) -> String { stage["type"]?.stringValue ?? "" }

    private static func flattened(_ stage: JSONValue?, list: String) -> [JSONValue] {
        guard let stage, !stage.isNull else { return [] }
        guard type(stage) == "Sequence" else { return [stage] }
        return (stage[list]?.arrayValue ?? []).flatMap { flattened($0, list: list) }
    }
}
