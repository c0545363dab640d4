import Judging
import Prompts
import RunControl
import RunEvents
import Testing

/// From answers to figures, sides and a verdict.
@Suite struct JudgedComparisonTests {
    private static let records = (0..<300).map {
        PromptRecord(
            id: "r\($0)", query: "q\($0)", output: "a\($0)",
            source: RecordSource(file: "f", line: $0 + 1))
    }

    /// An arm that answers the records right for which `isRight` says so.
    private func arm(
        _ model: ModelState, _ prompt: PromptArm, _ isRight: (Int) -> Bool
    ) -> (model: ModelState, prompt: PromptArm, predictions: [Prediction]) {
        let predictions = Self.records.enumerated().map { index, record in
            Prediction(
                step: 0, recordID: record.id, arm: prompt, model: model,
                text: isRight(index) ? record.output : "wrong", expected: record.output,
                isExactMatch: isRight(index), promptTokens: 1, outputTokens: 1,
                prefillMilliseconds: 1, decodeMilliseconds: 1)
        }
        return (model, prompt, predictions)
    }

    private func comparison(_ queryOnly: @escaping (Int) -> Bool) throws -> JudgedComparison {
        try JudgedComparison(
            [
                arm(.base, .fullPrompt) { $0 % 10 < 8 }, arm(.base, .queryOnly) { _ in false },
                arm(.tuned, .fullPrompt) { $0 % 10 < 7 }, arm(.tuned, .queryOnly, queryOnly),
            ], records: Self.records, metric: .exactMatch, margin: 0.05)
    }

    @Test func asGoodIsShipped() throws {
        let judged = try comparison { $0 % 10 < 8 || $0 == 8 }
        #expect(judged.reference?.name == "base, full-prompt")
        #expect(judged.verdict?.decision == .shipQueryOnly)
        #expect(judged.sideChanges.map(\.recordID) == ["r8"])
        #expect(judged.sideChanges.map(\.direction) == [.gained])
        #expect(judged.test?.exactP == 1)
        #expect(judged.json["verdict"]?["decision"]?.stringValue == "ship query-only")
        #expect(judged.json["arms"]?.arrayValue?.count == 4)
    }

    @Test func aLostRuleSpeaksAgainstShipping() throws {
        let right: (Int) -> Bool = { $0 % 10 < 8 }
        let judged = try JudgedComparison(
            [
                arm(.base, .fullPrompt, right), arm(.base, .queryOnly) { _ in false },
                arm(.tuned, .queryOnly, right),
            ], records: Self.records, metric: .exactMatch, margin: 0.05,
            lostRules: ["never a greeting"])
        #expect(judged.verdict?.decision == .trainOn)
        #expect(judged.verdict?.reason.contains("\"never a greeting\" is no longer kept") == true)
    }

    @Test func muchWorseKeepsThePrompt() throws {
        let judged = try comparison { $0 % 10 < 2 }
        #expect(judged.verdict?.decision == .keepPrompt)
        #expect(judged.sideChanges.count == 180)
        #expect(judged.sideChanges.allSatisfy { $0.direction == .lost })
        #expect((judged.test?.exactP ?? 1) < 1e-9)
        let retention = try #require(judged.verdict?.retention?.value)
        #expect(abs(retention - 0.25) < 1e-9)
    }

    @Test func halfwayIsTrainedOn() throws {
        #expect(try comparison { $0 % 10 < 5 }.verdict?.decision == .trainOn)
    }

    @Test func withoutAnAdapterThereIsNoVerdict() throws {
        let judged = try JudgedComparison(
            [arm(.base, .fullPrompt) { _ in true }, arm(.base, .queryOnly) { _ in false }],
            records: Self.records, metric: .exactMatch, margin: 0.05)
        #expect(judged.verdict == nil)
        #expect(judged.json["verdict"]?.isNull == true)
    }
}
