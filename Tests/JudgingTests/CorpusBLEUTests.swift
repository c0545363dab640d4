import Foundation
import JSONText
import TestSupport
import Testing

@testable import Judging

@Suite struct CorpusBLEUTests {
    private static func settings(_ options: JSONValue) throws -> CorpusBLEU {
        let tokenizer = options["tokenize"]?.stringValue ?? "13a"
        return CorpusBLEU(
            tokenizer: try #require(BLEUTokenizer(rawValue: tokenizer)),
            smoothing: try #require(
                BLEUSmoothing(
                    name: options["smooth_method"]?.stringValue ?? "exp",
                    value: options["smooth_value"]?.doubleValue)),
            isLowercased: options["lowercase"]?.boolValue ?? false,
            usesEffectiveOrder: options["effective_order"]?.boolValue ?? false,
            maximumOrder: options["max_ngram_order"]?.intValue ?? CorpusBLEU.standardOrder)
    }

    // MARK: Against sacrebleu

    /// Every corpus, tokenizer and smoothing of make_bleu_cases.py, with parts and signature.
    @Test func scoresEqualSacrebleu() throws {
        let golden = try Golden.json("bleu_cases.json")
        let cases = try Golden.list(golden["cases"])
        #expect(cases.count == 176)
        for row in cases {
            let name = try #require(row["text"]?.stringValue)
            let text = try #require(golden["texts"]?[name])
            let hypotheses = try Golden.strings(text["hypotheses"])
            let references = try Golden.list(text["references"]).map { try Golden.strings($0) }
            let bleu = try Self.settings(row)
            let place = "\(name), \(row["signature"]?.stringValue ?? "")"
            let result = bleu.score(hypotheses: hypotheses, references: references)
            #expect(isClose(result.score, try #require(row["score"]?.doubleValue)), "\(place)")
            #expect(
                zip(result.precisions, try Golden.doubles(row["precisions"])).allSatisfy {
                    isClose($0, $1)
                }, "\(place)")
            #expect(isClose(result.brevityPenalty, try #require(row["bp"]?.doubleValue)))
            #expect(result.statistics.hypothesisLength == row["sysLength"]?.intValue, "\(place)")
            #expect(result.statistics.referenceLength == row["refLength"]?.intValue, "\(place)")
            #expect(bleu.signature(references: references) == row["signature"]?.stringValue)
            let sentences = zip(hypotheses, references).map {
                bleu.sentence($0, references: $1).score
            }
            let expected = try Golden.doubles(row["sentences"])
            #expect(
                sentences.count == expected.count
                    && zip(sentences, expected).allSatisfy { isClose($0, $1) },
                "\(place): \(sentences), \(expected)")
        }
    }

    @Test(arguments: BLEUTokenizer.allCases)
    func wordsEqualSacrebleu(tokenizer: BLEUTokenizer) throws {
        let rows = try Golden.list(try Golden.json("bleu_cases.json")["tokens"])
        #expect(rows.count == 40)
        for row in rows {
            let text = try #require(row["text"]?.stringValue)
            let words = tokenizer.tokens(of: text)
            let expected = try Golden.strings(row[tokenizer.rawValue])
            #expect(
                words.map { Array($0.utf8) } == expected.map { Array($0.utf8) },
                "\(tokenizer.rawValue) of \(text.debugDescription): \(words), \(expected)")
        }
    }

    @Test(.enabled(if: SharedFixtures.has("fixtures/bleu"), "\(SharedFixtures.reason)"))
    func sharedCasesEqualSacrebleu() throws {
        let data = try Data(
            contentsOf: SharedFixtures.url("fixtures/bleu/sacrebleu_cases.json"))
        let cases = try Golden.list(JSONValue.parse([UInt8](data))["cases"])
        #expect(cases.count == 19)
        for row in cases {
            let hypotheses = try Golden.strings(row["hypotheses"])
            // One list a reference there, one list a segment here.
            let streams = try Golden.list(row["references"]).map { try Golden.strings($0) }
            let references = hypotheses.indices.map { index in streams.map { $0[index] } }
            let bleu = try Self.settings(try #require(row["options"]))
            let result = bleu.score(hypotheses: hypotheses, references: references)
            #expect(isClose(result.score, try #require(row["score"]?.doubleValue), 1e-6))
            #expect(isClose(result.brevityPenalty, try #require(row["bp"]?.doubleValue), 1e-9))
            #expect(result.statistics.hypothesisLength == row["sys_len"]?.intValue)
            #expect(result.statistics.referenceLength == row["ref_len"]?.intValue)
            // sacrebleu reports what `add-k` has added to the counts as well.
            if case .addK = bleu.smoothing { continue }
            #expect(result.statistics.matches == row["counts"]?.arrayValue?.map { $0.intValue })
            #expect(result.statistics.totals == row["totals"]?.arrayValue?.map { $0.intValue })
        }
    }

    @Test(.enabled(if: SharedFixtures.has("fixtures/bleu"), "\(SharedFixtures.reason)"))
    func sharedTokenizationsEqual13a() throws {
        let data = try Data(contentsOf: SharedFixtures.url("fixtures/bleu/tokenize_13a.json"))
        let rows = try Golden.list(JSONValue.parse([UInt8](data)))
        #expect(rows.count == 106)
        for row in rows {
            let words = BLEUTokenizer.v13a.tokens(of: try #require(row["text"]?.stringValue))
            #expect(words.joined(separator: " ") == row["tokens"]?.stringValue)
        }
    }

    // MARK: Claims

    @Test func perfectAnswersScoreAHundred() {
        let texts = ["ls -la | head -n 5", "find . -name x"]
        let result = CorpusBLEU().score(hypotheses: texts, references: texts.map { [$0] })
        #expect(isClose(result.score, 100))
        #expect(
            result.text
                == "100.00 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 10 ref_len = 10)"
        )
    }

    @Test func noSegmentsScoreNothing() {
        let result = CorpusBLEU().score(hypotheses: [], references: [])
        #expect(result.score == 0)
        #expect(result.brevityPenalty == 1)
    }

    @Test func spellingsOfOneCharacterAreDifferentWords() {
        let result = CorpusBLEU(maximumOrder: 1).score(
            hypotheses: ["caf\u{E9}"], references: [["cafe\u{301}"]])
        #expect(result.score == 0)
    }

    @Test func segmentsWithDifferentCountsOfReferencesAreSigned() {
        #expect(
            CorpusBLEU(isLowercased: true).signature(references: [["a"], ["a", "b"]])
                == "nrefs:var|case:lc|eff:no|tok:13a|smooth:exp")
    }

    @Test func unknownSmoothingIsRefused() {
        #expect(BLEUSmoothing(name: "laplace") == nil)
        #expect(BLEUSmoothing.names.allSatisfy { BLEUSmoothing(name: $0) != nil })
    }

    @Test func manyDistinctWordsKeepTheirCounts() {
        // More n-grams than the tables begin with.
        let text = (0..<3000).map { "w\($0)" }.joined(separator: " ")
        let bleu = CorpusBLEU(tokenizer: .none)
        let statistics = bleu.statistics(
            hypotheses: [text, "w1 w2"], references: [[text], ["w2 w1"]])
        #expect(statistics[0].matches == [3000, 2999, 2998, 2997])
        #expect(statistics[1].matches == [2, 0, 0, 0])
    }

    #if !DEBUG
        /// Optimised code scores a hundred thousand pairs in seconds.
        @Test func aHundredThousandPairsTakeSeconds() {
            var random = SplitMix(seed: 7)
            let texts = (0..<100_000).map { _ in
                (0..<12).map { _ in "word\(random.below(500))" }.joined(separator: " ") + "."
            }
            let clock = ContinuousClock()
            let duration = clock.measure {
                _ = CorpusBLEU().score(
                    hypotheses: texts, references: texts.reversed().map { [$0] })
            }
            print("100,000 pairs: \(duration)")
            #expect(duration < .seconds(20))
        }
    #endif
}
