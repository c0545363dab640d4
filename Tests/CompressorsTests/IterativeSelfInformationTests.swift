import Foundation
import LanguageModel
import Prompts
import Synchronization
import TestSupport
import Testing
import Tokenizers

@testable import Compressors

/// LLMLingua's reading, segment by segment, against the same done slowly and plainly.
@Suite struct IterativeSelfInformationTests {
    private let local: LocalModel
    private let model: Transformer
    private let text = SmallModel.template

    init() throws {
        local = try SmallModel.local()
        model = SmallModel.transformer(local.tokenizer)
    }

    private func count(_ text: String) -> Int {
        local.tokenizer.encode(text, addSpecialTokens: false).count
    }

    private func compressor(
        _ segmentTokens: Int?, questions: [String] = [], forced: ForcedText? = nil,
        monitor: CompressionMonitor = CompressionMonitor()
    ) -> SelfInformationCompressor {
        SelfInformationCompressor(
            model: local, questions: questions,
            forced: forced
                ?? ForcedText(keepsDigits: false, keepsNames: false, keepsLineBreaks: false),
            segmentTokens: segmentTokens, monitor: monitor)
    }

    /// -log p of one token behind others: all of them computed anew for each token.
    private func loss(_ token: Int32, behind context: [Int32]) -> Double {
        var forest = SegmentForest()
        _ = forest.append(context, under: nil)
        let logits = model.logits(forest, rows: [context.count - 1]).map { Double($0) }
        let greatest = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - greatest) }
        return greatest + log(sum) - logits[Int(token)]
    }

    /// What the method says, token by token: the units of a segment are scored behind what is kept
    /// of those before it and behind the segment's own beginning, and its best are kept.
    private func plain(_ segmentTokens: Int, rate: Double, question: String? = nil) -> String {
        let tokens = local.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens)
        let asked = question.map { local.tokenizer.encode($0, addSpecialTokens: false) } ?? []
        let total = units.count * Int(rate * Double(tokens.count)) / tokens.count
        var segments: [[Int]] = []
        for unit in units.indices {
            let size = segments.last?.reduce(0) { $0 + units[$1].tokens.count } ?? 0
            if segments.isEmpty || size + units[unit].tokens.count > segmentTokens {
                segments.append([])
            }
            segments[segments.count - 1].append(unit)
        }
        var kept: [Int] = []
        var passed = 0
        for segment in segments {
            passed += segment.count
            let quota = total * passed / units.count - kept.count
            let before = kept.sorted().flatMap { units[$0].tokens.map { tokens[$0].id } }
            var scores: [Int: Double] = [:]
            var inside: [Int32] = []
            for unit in segment {
                var score = 0.0
                for token in units[unit].tokens {
                    let id = tokens[token].id
                    let plain = loss(id, behind: local.start + before + inside)
                    score +=
                        question == nil
                        ? plain : plain - loss(id, behind: local.start + asked + before + inside)
                    inside.append(id)
                }
                scores[unit] = score / Double(units[unit].tokens.count)
            }
            kept += segment.sorted { scores[$0, default: 0] > scores[$1, default: 0] }.prefix(quota)
        }
        let bytes = Array(text.utf8)
        return String(decoding: kept.sorted().flatMap { bytes[units[$0].bytes] }, as: UTF8.self)
    }

    @Test(arguments: [8, 20, 64, 500])
    func keptTextIsThatOfThePlainComputation(segmentTokens: Int) throws {
        let tokens = local.tokenizer.encodeWithOffsets(text, addSpecialTokens: false)
        let units = TokenUnit.units(of: text, tokens: tokens).count
        for rate in [0.3, 0.6] {
            let expected = plain(segmentTokens, rate: rate)
            let budget = try CompressionBudget(text, rate: rate, countTokens: count)
            let result = try compressor(segmentTokens).selection(of: text, budget)
                .text(keeping: units * budget.tokens / budget.fullTokens)
            // Rows of line breaks between which all was dropped are one: compare the lines.
            #expect(result.split(separator: "\n") == expected.split(separator: "\n"))
        }
    }

    @Test func segmentsMakeADifference() throws {
        let one = try compressor(nil).compress(text, to: 0.5, countTokens: count)
        let several = try compressor(20).compress(text, to: 0.5, countTokens: count)
        #expect(several != one)
    }

    @Test func theBudgetIsKeptAndForcedTextsStay() throws {
        for rate in [0.1, 0.35, 0.5, 0.8] {
            let result = try compressor(16).compress(text, to: rate, countTokens: count)
            #expect(count(result) <= Int(rate * Double(count(text))))
            // What units make of tokens where they stand alone is made up for.
            #expect(count(result) >= Int(rate * Double(count(text))) - 6)
        }
        let forced = try compressor(16, forced: ForcedText(texts: ["Thank you"]))
            .compress(text, to: 0.6, countTokens: count)
        for kept in ["SUM_BY(", "2024", "Thank you"] { #expect(forced.contains(kept)) }
    }

    @Test func questionsWeighSectionsAndTokens() throws {
        let questions = ["What do dates look like?"]
        let plainText = try compressor(20).compress(text, to: 0.4, countTokens: count)
        let asked = try compressor(20, questions: questions)
            .compress(text, to: 0.4, countTokens: count)
        #expect(asked != plainText && !asked.isEmpty)
        #expect(count(asked) <= Int(0.4 * Double(count(text))))
    }

    /// A text of one section has one share, so that the plain computation needs no weights.
    @Test func questionsScoreBehindKeptTextToo() throws {
        let question = "Always what?"
        let scorer = TokenScorer(model: model, start: local.start, contextLength: 512)
        let tokens = local.tokenizer.encode(text, addSpecialTokens: false)
        let asked = local.tokenizer.encode(question, addSpecialTokens: false)
        let kept = Array(tokens[3..<9])
        let segment = Array(tokens[20..<30])
        let losses = scorer.losses(segment, behind: kept, question: asked)
        for index in segment.indices {
            let expected = loss(
                segment[index], behind: local.start + asked + kept + segment[..<index])
            #expect(abs(Double(losses[index]) - expected) < 2e-3)
        }
    }

    @Test func settingsAreAnotherCompressorAndProgressIsTold() throws {
        #expect(compressor(nil).settingsText != compressor(20).settingsText)
        #expect(compressor(21).settingsText != compressor(20).settingsText)
        let steps = Mutex<[CompressionProgress]>([])
        let monitor = CompressionMonitor { step in steps.withLock { $0.append(step) } }
        _ = try compressor(40, monitor: monitor).compress(text, to: 0.5, countTokens: count)
        let told = steps.withLock { $0 }
        #expect(told.count > 2 && told.last?.number == told.last?.count)
        #expect(told.allSatisfy { $0.unit == "segment" })
        monitor.stop()
        #expect(throws: CompressionStopped.self) {
            try compressor(40, monitor: monitor).compress(text, to: 0.5, countTokens: count)
        }
    }

    @Test func quotasAreSharedEvenlyAndAddUp() {
        #expect(TokenSelection.evenCounts([10, 10, 10], total: 15) == [5, 5, 5])
        #expect(TokenSelection.evenCounts([3, 3, 4], total: 4) == [1, 1, 2])
        #expect(TokenSelection.evenCounts([5], total: 9) == [5])
        #expect(TokenSelection.evenCounts([0, 0], total: 1) == [0, 0])
        #expect(TokenSelection.evenCounts([7, 1, 9], total: 0) == [0, 0, 0])
    }
}
