import Foundation
import Prompts
import TestSupport
import Testing

@testable import Compressors

/// What `TemplateCompressor` promises, asked of every compressor with the same texts.
@Suite struct CompressorPropertyTests {
    enum Kind: CaseIterable {
        case rules, selfInformation, questions, attribution, command, hand, localSummary
        case scriptedSummary

        /// Whether the result is made of the template's own characters, in order.
        var keepsOrder: Bool { self != .localSummary && self != .scriptedSummary }
    }

    private static let rates = [0.0, 0.15, 0.33, 0.5, 0.67, 0.9, 1.0]

    private static func text(_ seed: Int) -> String {
        if seed == 0 { return SmallModel.template }
        var random = SplitMix(seed: UInt64(seed))
        let pieces = [
            "Always write ", "one formula. ", "\n", "\n\n", "# Rules\n", "é", "👩‍👧 ", "SUM_BY(x) ",
            "2024", "naïve", "```\n", "never! ", "\t", "日本 ",
        ]
        return (0..<random.below(40)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }

    private func make(
        _ kind: Kind, _ text: String, _ folder: URL
    ) throws -> any TemplateCompressor {
        switch kind {
        case .rules: return RulesCompressor()
        case .selfInformation: return SelfInformationCompressor(model: try SmallModel.local())
        case .questions:
            return SelfInformationCompressor(
                model: try SmallModel.local(contextLength: 64),
                questions: ["Write what?", "How long?"])
        case .attribution:
            return AttributionCompressor(identity: "length") { _, variants in
                variants.map { -Double($0.count) }
            }
        case .command:
            // Cuts characters: $PROMPTINTERN_TOKENS of them are never more tokens.
            return CommandCompressor(
                arguments: [
                    "python3", "-c",
                    """
                    import os, sys
                    text = sys.stdin.buffer.read().decode()
                    text = text[:int(os.environ["PROMPTINTERN_TOKENS"])]
                    sys.stdout.buffer.write(text.encode())
                    """,
                ], folder: folder, timeoutSeconds: 600)
        case .hand:
            let units = text.split(separator: " ", omittingEmptySubsequences: false)
            return HandCompressor(
                parts: [text],
                files: HandFiles(
                    entries: Self.rates.map { rate in
                        let count = Int(rate * Double(units.count) / 4)
                        return HandFiles.Entry(
                            rate: rate, part: 1, path: "\(rate).txt",
                            text: units.prefix(count).joined(separator: " "))
                    }, naming: "{tau}.txt"))
        case .localSummary:
            return SummaryCompressor(
                rewriter: LocalRewriter(model: try SmallModel.local(contextLength: 2_048)))
        case .scriptedSummary:
            return SummaryCompressor(rewriter: ScriptedRewriter([text + text]))
        }
    }

    @Test(arguments: Kind.allCases, 0..<4)
    func promisesAreKept(kind: Kind, seed: Int) throws {
        let folder = try TemporaryFolder()
        let text = Self.text(seed)
        let tokenizer = try SmallModel.tokenizer()
        func count(_ text: String) -> Int {
            tokenizer.encode(text, addSpecialTokens: false).count
        }
        let compressor = try make(kind, text, folder.url)
        let full = count(text)
        let slack = CompressionBudget.slack(text, countTokens: count)
        #expect(!compressor.name.isEmpty && !compressor.settingsText.isEmpty)
        for rate in Self.rates {
            let result = try compressor.compress(text, to: rate, countTokens: count)
            if rate == 1 { #expect(result.utf8.elementsEqual(text.utf8)) }
            if rate == 0 { #expect(result.isEmpty) }
            #expect(
                Double(count(result)) <= rate * Double(full) + Double(slack),
                "tau \(rate) left \(count(result)) of \(full) tokens")
            #expect(
                try compressor.compress(text, to: rate, countTokens: count) == result,
                "two answers to the same question")
            if kind.keepsOrder { expectOrder(of: result, in: text, kind, rate) }
        }
        for rate in [-0.1, 1.1, .nan] {
            #expect(throws: PromptsError.self) {
                try compressor.compress("a b c", to: rate, countTokens: count)
            }
        }
    }

    /// White space may be made anew where units were dropped between it.
    private func expectOrder(of result: String, in text: String, _ kind: Kind, _ rate: Double) {
        var rest = text.unicodeScalars[...]
        for scalar in result.unicodeScalars where !scalar.properties.isWhitespace {
            guard let place = rest.firstIndex(of: scalar) else {
                Issue.record("\(kind) at \(rate): \"\(scalar)\" is new or out of order: \(result)")
                return
            }
            rest = rest[rest.index(after: place)...]
        }
    }
}
