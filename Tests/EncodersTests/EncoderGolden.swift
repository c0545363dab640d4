import Foundation
import JSONText
import Kernels
import Testing

@testable import Encoders

/// One of the small random models and what transformers computes with it.
struct EncoderGolden: Sendable, CustomTestStringConvertible {
    struct Case: Sendable {
        let text: String
        let settings: LLMLingua2Settings
        let words: [String]
        /// By rate.
        let kept: [String]
    }

    let name: String
    let folder: URL
    let rates: [Double]
    let texts: [String]
    let sentences: [String]
    let ids: [[Int32]]
    let chunkCounts: [Int]
    let probabilities: [[Float]]
    let cases: [Case]
    private let json: JSONValue

    var testDescription: String { name }

    static let all: [EncoderGolden] = ["bert", "roberta", "xlm-roberta"].compactMap {
        try? EncoderGolden($0)
    }

    static func named(_ name: String) throws -> EncoderGolden {
        try #require(all.first { $0.name == name })
    }

    private init(_ name: String) throws {
        self.name = name
        folder = try #require(
            Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Resources"))
        json = try JSONValue.parse(
            Array(Data(contentsOf: folder.appending(path: "golden.json"))))
        rates = Self.numbers(json["rates"])
        texts = Self.strings(json["texts"])
        sentences = Self.strings(json["sentences"])
        ids = (json["ids"]?.arrayValue ?? []).map { Self.numbers($0).map { Int32($0) } }
        chunkCounts = Self.numbers(json["chunks"]).map { Int($0) }
        probabilities = Self.rows(json["probabilities"])
        cases = (json["cases"]?.arrayValue ?? []).map { entry in
            let options = entry["options"]
            return Case(
                text: entry["text"]?.stringValue ?? "",
                settings: LLMLingua2Settings(
                    forceTokens: Self.strings(options?["force"]),
                    forceReserveDigit: options?["digits"]?.boolValue ?? false,
                    dropConsecutive: options?["consecutive"]?.boolValue ?? false),
                words: Self.strings(entry["words"]), kept: Self.strings(entry["kept"]))
        }
    }

    func embeddings(_ pooling: Pooling) -> [[Float]] { Self.rows(json[pooling.rawValue]) }

    func compressor(
        _ settings: LLMLingua2Settings = LLMLingua2Settings()
    ) -> LLMLingua2Compressor {
        LLMLingua2Compressor(
            folder: folder, settings: settings, compute: Compute(threadCount: 2))
    }

    private static func numbers(_ value: JSONValue?) -> [Double] {
        (value?.arrayValue ?? []).compactMap(\.doubleValue)
    }

    private static func strings(_ value: JSONValue?) -> [String] {
        (value?.arrayValue ?? []).compactMap(\.stringValue)
    }

    private static func rows(_ value: JSONValue?) -> [[Float]] {
        (value?.arrayValue ?? []).map { numbers($0).map { Float($0) } }
    }
}

/// The largest difference between numbers of two lists; infinite where their counts differ.
func largestDifference(_ one: [Float], _ other: [Float]) -> Float {
    guard one.count == other.count else { return .infinity }
    return zip(one, other).map { abs($0 - $1) }.max() ?? 0
}
