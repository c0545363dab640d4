import Foundation
import JSONText
import Kernels
import LanguageModel
import TestSupport
import Testing
import Tokenizers

@testable import Compressors

/// Against transformers on the shipped base (Resources/make_self_information_golden.py).
@Suite struct SelfInformationGoldenTests {
    private static let folder = SharedFixtures.projectRoot.appending(
        path: "sample-data/models/base", directoryHint: .isDirectory)

    /// The reference computes in float64 from float32 logits.
    private static let tolerance = 5e-3

    private let golden: JSONValue
    private let tokenizer: Tokenizer
    private let configuration: ModelConfiguration

    init() throws {
        let file = try #require(
            Bundle.module.url(
                forResource: "self-information-golden", withExtension: "json",
                subdirectory: "Resources"))
        golden = try JSONValue.parse(String(contentsOf: file, encoding: .utf8))
        tokenizer = try Tokenizer.load(folder: Self.folder)
        configuration = try ModelConfiguration(file: Self.folder.appending(path: "config.json"))
    }

    private var local: LocalModel {
        let configuration = configuration
        return LocalModel(
            tokenizer: tokenizer, contextLength: configuration.contextLength,
            endOfSequence: configuration.endOfSequence, identity: "base",
            load: { try Self.transformer(configuration) })
    }

    private static func transformer(_ configuration: ModelConfiguration) throws -> Transformer {
        try Transformer(
            configuration: configuration, storage: .float32,
            source: CheckpointSource(folder: folder, configuration: configuration),
            compute: Compute(threadCount: 1))
    }

    private func numbers(_ key: String) -> [Double] {
        golden[key]?.arrayValue?.compactMap(\.doubleValue) ?? []
    }

    private func ids(_ text: String?) -> [Int32] {
        tokenizer.encode(text ?? "", addSpecialTokens: false)
    }

    @Test func scoresAreThoseOfTransformers() throws {
        let scorer = TokenScorer(
            model: try Self.transformer(configuration), start: local.start,
            contextLength: configuration.contextLength)
        let text = ids(golden["text"]?.stringValue)
        let losses = scorer.losses(text)
        expect(losses.map { Double($0) }, "losses")

        let questions = golden["questions"]?.arrayValue?.map { ids($0.stringValue) } ?? []
        #expect(questions.count == 2)
        let conditioned = questions.map { scorer.losses(text, after: $0) }
        let gains = losses.indices.map { index in
            conditioned.reduce(0) { $0 + Double(losses[index] - $1[index]) }
                / Double(questions.count)
        }
        expect(gains, "gains")

        let alone = scorer.meanLoss(questions, after: [])
        let sections = golden["sections"]?.arrayValue?.map { ids($0.stringValue) } ?? []
        expect(sections.map { alone - scorer.meanLoss(questions, after: $0) }, "importance")
    }

    @Test func keptTextsAreThoseOfTheReference() throws {
        let text = try #require(golden["text"]?.stringValue)
        let kept = try #require(golden["kept"]?.arrayValue)
        let compressor = SelfInformationCompressor(
            model: local,
            forced: ForcedText(keepsDigits: false, keepsNames: false, keepsLineBreaks: false))
        #expect(kept.count == 3)
        for expected in kept {
            let rate = try #require(expected["rate"]?.doubleValue)
            let result = try compressor.compress(text, to: rate) { ids($0).count }
            #expect(result == expected["text"]?.stringValue)
        }
    }

    private func expect(_ values: [Double], _ key: String) {
        let expected = numbers(key)
        #expect(values.count == expected.count && !values.isEmpty, "\(key)")
        for (index, (value, reference)) in zip(values, expected).enumerated() {
            #expect(
                abs(value - reference) < Self.tolerance,
                "\(key)[\(index)] is \(value), not \(reference)")
        }
    }
}
