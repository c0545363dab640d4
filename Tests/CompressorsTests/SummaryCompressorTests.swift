import Foundation
import Prompts
import Synchronization
import Testing

@testable import Compressors

@Suite struct SummaryCompressorTests {
    private let words: (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count }
    private let text = "one two three four five six seven eight nine ten"

    @Test func anAnswerWithinTheBudgetIsTaken() throws {
        let rewriter = ScriptedRewriter(["\n```text\nthree short words\n```\n"])
        let result = try SummaryCompressor(rewriter: rewriter).compress(
            text, to: 0.5, countTokens: words)
        #expect(result == "three short words")
        #expect(rewriter.requests.count == 1)
        #expect(rewriter.requests[0].instruction.contains("at most 3 words (5 tokens)"))
        #expect(rewriter.requests[0].maximumTokens == 8)
    }

    @Test func aLongAnswerIsAskedForAgainShorter() throws {
        let rewriter = ScriptedRewriter([text, "", "now it is short"])
        let result = try SummaryCompressor(rewriter: rewriter).compress(
            text, to: 0.5, countTokens: words)
        #expect(result == "now it is short")
        #expect(rewriter.requests.count == 3)
        #expect(rewriter.requests[1].instruction.contains("(3 tokens)"))
        #expect(rewriter.requests[2].instruction.contains("(2 tokens)"))
    }

    @Test func whatStaysTooLongIsCutAndSaid() throws {
        let said = Mutex<[String]>([])
        let rewriter = ScriptedRewriter([
            "Must aa bb cc.\nPlease d e f.\nNever g h i.", text,
            "Must aa bb cc. Please dd ee ff gg.",
        ])
        let result = try SummaryCompressor(rewriter: rewriter) { line in
            said.withLock { $0.append(line) }
        }.compress(text, to: 0.5, countTokens: words)
        #expect(result == "Must aa bb cc.")
        #expect(
            said.withLock { $0 } == [
                "The summary for tau 0.5 had 9 tokens where 5 were asked for (3 attempts); rules "
                    + "cut it to 4."
            ])
    }

    @Test func oneLongSentenceIsCutByCharacters() throws {
        let result = try SummaryCompressor(rewriter: ScriptedRewriter([text]), attempts: 1)
            .compress(text, to: 0.3, countTokens: words)
        #expect(words(result) <= 3)
        #expect(text.hasPrefix(result) && !result.isEmpty)
    }

    @Test func emptyAnswersAreAnError() {
        #expect(throws: CompressorError.emptyAnswer(source: "the script", attempts: 2)) {
            try SummaryCompressor(rewriter: ScriptedRewriter([" \n"]), attempts: 2).compress(
                text, to: 0.5, countTokens: words)
        }
    }

    @Test func theLocalModelWritesAndIsTheSameEveryTime() throws {
        let model = try SmallModel.local(contextLength: 1_024)
        let rewriter = LocalRewriter(model: model)
        let answers = try (0..<2).map { _ in
            try rewriter.rewrite(
                instruction: "Shorten.", text: SmallModel.template, maximumTokens: 12)
        }
        #expect(answers[0] == answers[1])
        #expect(model.tokenizer.encode(answers[0], addSpecialTokens: false).count <= 24)
        let dressed = LocalRewriter(model: model) { "<|begin|>user: \($0)\nassistant: " }
        #expect(
            try dressed.rewrite(
                instruction: "Shorten.", text: SmallModel.template, maximumTokens: 12)
                != answers[0])
        #expect(dressed.settingsText != rewriter.settingsText)
    }

    @Test func aTemplateBeyondTheContextIsRefused() throws {
        let rewriter = LocalRewriter(model: try SmallModel.local(contextLength: 64))
        let error = #expect(throws: CompressorError.self) {
            try rewriter.rewrite(
                instruction: "Shorten.", text: SmallModel.template, maximumTokens: 12)
        }
        guard case .contextExceeded(_, 64) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
