import TestSupport
import Testing

@testable import Prompts

@Suite struct RulesCompressorTests {
    private let compressor = RulesCompressor()
    private let template = """
        # Formula dialect

        You are a helpful assistant, please do your best and thank you very much.
        Write exactly one formula. Never use a function that is not listed.

        ---
        - SUMBY(column, key) adds a column, grouped by key.
        - Numbers keep 2 decimals.
        In other words, the formulas are the thing that we are all after here.
        For example:
        SUMBY(price, region) gives 3 rows for the sample table.

        Return only the formula.
        """

    private func words(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

    @Test func fullRateIsTheIdentityAndZeroIsEmpty() throws {
        #expect(try compressor.compress(template, to: 1, countTokens: words) == template)
        #expect(try compressor.compress(template, to: 0, countTokens: words) == "")
    }

    @Test func noiseGoesFirstAndConstraintsStay() throws {
        let result = try compressor.compress(template, to: 0.5, countTokens: words)
        #expect(!result.contains("helpful"))
        #expect(!result.contains("---"))
        #expect(!result.contains("In other words"))
        #expect(!result.contains("sample table"))
        #expect(result.contains("Never use a function that is not listed."))
        #expect(result.contains("SUMBY(column, key)"))
        #expect(result.contains("Return only the formula."))
    }

    @Test func gapsKeepTheirLineBreaks() throws {
        let result = try compressor.compress(
            "Must use A1.\nPlease, thank you.\nMust use B2.", to: 0.7, countTokens: words)
        #expect(result == "Must use A1.\nMust use B2.")
    }

    @Test func rateOutsideTheShareIsRefused() {
        #expect(throws: PromptsError.compressionRateOutOfRange(1.2)) {
            try compressor.compress("a", to: 1.2, countTokens: words)
        }
        #expect(
            PromptsError.compressionRateOutOfRange(1.2).description == """
                A compression rate of 1.2 is not a share.
                the schedule
                Give a number from 0 (nothing kept) to 1 (all kept).
                """)
    }

    @Test(arguments: 0..<100)
    func keptUnitsAreNestedInOrderAndWithinOneUnit(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let text = (0..<random.int(0...12)).map { _ in random.text(words: 0...9) }
            .joined(separator: "\n")
        let units = TemplateUnit.units(of: text)
        #expect(units.reduce(into: "") { $0 += $1.text + $1.space } == text)
        let largest =
            units.map { $0.text.unicodeScalars.count + $0.space.unicodeScalars.count }
            .max() ?? 0
        let total = text.unicodeScalars.count
        var previous: [Substring] = []
        for rate in [0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1] {
            let count = { (text: String) in text.unicodeScalars.count }
            let result = try compressor.compress(text, to: rate, countTokens: count)
            #expect(try compressor.compress(text, to: rate, countTokens: count) == result)
            #expect(Double(count(result)) <= rate * Double(total) + Double(largest))
            // Words of a lower rate are, in order, words of the higher.
            let kept = result.split(whereSeparator: \.isWhitespace)
            var rest = kept[...]
            for word in previous {
                guard let place = rest.firstIndex(of: word) else {
                    Issue.record("\(word) was kept at a lower rate than \(rate) only")
                    break
                }
                rest = rest[(place + 1)...]
            }
            previous = kept
        }
    }

    @Test func cacheIsAskedOnceAndKeysHoldWhatMatters() throws {
        let cache = InMemoryCompressionCache()
        func compressed(_ countTokens: @escaping @Sendable (String) -> Int) throws -> String {
            try PlanInput(
                layout: .standard(template: template), records: [], compressor: compressor,
                cache: cache, countTokens: countTokens
            ).compressed(template, rate: 0.5, part: 1)
        }
        let first = try compressed { $0.split(whereSeparator: \.isWhitespace).count }
        let again = try compressed { _ in
            Issue.record("compressed again")
            return 0
        }
        #expect(first == again)
        let key = CompressionKey(text: template, compressor: compressor, rate: 0.5)
        #expect(cache.text(for: key) == first)
        #expect(cache.text(for: CompressionKey(text: "", compressor: compressor, rate: 0.5)) == nil)
    }

    /// From FIPS 180-4's examples, and the sizes around a block's end.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 64),
            "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
        ),
    ])
    func digestIsSHA256(text: String, digest: String) {
        #expect(SHA256.hex(text) == digest)
    }
}
