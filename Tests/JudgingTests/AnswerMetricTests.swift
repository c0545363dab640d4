import JSONText
import Testing

@testable import Judging

@Suite struct AnswerMetricTests {
    private func answers(_ pairs: [(answer: String, expected: String)]) -> [JudgedAnswer] {
        pairs.enumerated().map {
            JudgedAnswer(
                recordID: "r\($0)", query: "q\($0)", expected: $1.expected, answer: $1.answer)
        }
    }
    private let bootstrap = Bootstrap(resampleCount: 200)

    @Test func exactMatchIsAMeanOfRightAndWrong() throws {
        let judgement = try AnswerMetric.exactMatch.judge(
            answers([("a", "a"), ("b", "a"), (" c", "c"), ("d", "")]))
        #expect(judgement.title == "exact match")
        #expect(judgement.scores == [1, 0, 1, 0])
        #expect(judgement.figure(bootstrap)?.value == 0.5)
    }

    @Test func bleuIsTheCorpussAndNotAMeanOfSentences() throws {
        let right = answers(
            (0..<8).map { ("find . -name f\($0) -print", "find . -name f\($0) -print") })
        let near = answers((0..<8).map { ("find . -name f\($0)", "find . -name f\($0) -print") })
        let metric = AnswerMetric.bleu(CorpusBLEU(tokenizer: .none))
        let (first, second) = (try metric.judge(right), try metric.judge(near))
        #expect(first.title == "BLEU nrefs:1|case:mixed|eff:no|tok:none|smooth:exp")
        #expect(isClose(try #require(first.figure(bootstrap)).value, 1))
        // All n-grams match; four words of five: the brevity penalty alone.
        #expect(isClose(try #require(second.figure(bootstrap)).value, 0.7788007830714049))
        let difference = try #require(second.difference(from: first, bootstrap))
        #expect(isClose(difference.value, 0.7788007830714049 - 1))
        #expect(second.scores.allSatisfy { isClose($0, 0.7788007830714049) })
        let none = try metric.judge(answers((0..<8).map { ("ls", "find . -name f\($0) -print") }))
        let retention = try #require(
            second.retention(baseWithoutPrompt: none, reference: first, bootstrap))
        #expect(isClose(try #require(retention.value), 0.7788007830714049))
    }

    @Test func aCommandsScoresAreTakenAsTheyAre() throws {
        let metric = AnswerMetric.command(CommandMetric(command: "printf '0.5\\n2\\n'"))
        let judgement = try metric.judge(answers([("a", "b"), ("c", "d")]))
        #expect(judgement.scores == [0.5, 2])
        #expect(judgement.title == "command \"printf '0.5\\n2\\n'\"")
        #expect(judgement.figure(bootstrap)?.value == 1.25)
    }

    @Test(.enabled(if: SandboxSupport.runner != nil, SandboxSupport.reason))
    func passAtOneRunsTheTestsInTheRecordsMeta() throws {
        let meta = JSONObject([
            .init(key: "setup", value: "import math"),
            .init(key: "asserts", value: ["assert area(1) == math.pi", "assert area(0) == 0"]),
        ])
        let codes = [
            "import math\ndef area(r):\n    return math.pi * r * r",
            "Sure:\n```python\nimport math\ndef area(r):\n    return math.pi * r ** 2\n```",
            "def area(r):\n    return 3 * r * r",
        ]
        var all = answers(codes.map { ($0, "") })
        for index in all.indices { all[index].meta = meta }
        let metric = AnswerMetric.passAtOne(try #require(SandboxSupport.runner), threads: 2)
        let judgement = try metric.judge(all)
        #expect(judgement.title == "pass@1")
        #expect(judgement.scores == [1, 1, 0])
        #expect(judgement.outcomes?.map(\.name) == ["passed", "passed", "failed"])
        all[1].meta = nil
        let error = #expect(throws: JudgingError.self) { try metric.judge(all) }
        #expect(
            error?.description == """
                The record has no tests.
                record "r1", "asserts" in its "meta"
                Add "asserts", a list of statements, to each record's "meta", or choose another metric.
                """)
    }

    @Test func retentionOfRightAnswersIsPaired() throws {
        let metric = AnswerMetric.exactMatch
        func arm(_ right: Int) throws -> Judgement {
            try metric.judge(answers((0..<40).map { ($0 < right ? "x" : "y", "x") }))
        }
        let retention = try #require(
            try arm(30).retention(baseWithoutPrompt: arm(4), reference: arm(36), bootstrap))
        #expect(isClose(try #require(retention.value), 26.0 / 32))
        let verdict = Verdict(
            difference: try arm(30).difference(from: arm(36), bootstrap), retention: retention,
            recordCount: 40)
        #expect(verdict.decision == .trainOn)
    }
}
