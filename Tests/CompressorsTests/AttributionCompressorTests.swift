import Prompts
import Synchronization
import Testing

@testable import Compressors

@Suite struct AttributionCompressorTests {
    private let words: (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count }
    private let text = """
        # Rules
        needed needed needed needed

        useless useless useless useless useless useless

        # Format
        useful useful useful useful

        """

    /// A model that minds the absence of some words.
    private func compressor(_ calls: CallCount = CallCount()) -> AttributionCompressor {
        AttributionCompressor(identity: "words") { template, variants in
            calls.add()
            #expect(variants[0] == template)
            return variants.map {
                2 - ($0.contains("needed") ? 1 : 0) - ($0.contains("useful") ? 0.5 : 0)
                    + ($0.contains("useless") ? 0.1 : 0)
            }
        }
    }

    @Test func whatIsNotMissedGoesFirst() throws {
        let calls = CallCount()
        let compressor = compressor(calls)
        let half = try compressor.compress(text, to: 0.7, countTokens: words)
        let rules = "# Rules\nneeded needed needed needed\n\n"
        #expect(half == rules + "# Format\nuseful useful useful useful\n")
        let less = try compressor.compress(text, to: 0.34, countTokens: words)
        #expect(less == rules)
        #expect(calls.value == 1, "measured again for another rate")
    }

    @Test func risesAreThoseOfTheLosses() throws {
        let sections = TemplateSection.sections(of: text).map(\.text)
        #expect(sections.count == 3)
        let rises = try compressor().rises(of: sections, in: text)
        #expect(zip(rises, [1, -0.1, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func aMeasureThatFailsIsPassedOn() {
        let failing = AttributionCompressor(identity: "") { _, _ in
            throw CompressorError.noValidationRecords
        }
        #expect(throws: CompressorError.noValidationRecords) {
            try failing.compress(text, to: 0.5, countTokens: words)
        }
        let short = AttributionCompressor(identity: "") { _, _ in [1] }
        #expect(throws: CompressorError.unknownLosses(expected: 4, got: 1)) {
            try short.compress(text, to: 0.5, countTokens: words)
        }
    }

    final class CallCount: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }
}
