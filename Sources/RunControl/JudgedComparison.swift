import JSONText
import Judging
import Prompts
import RunEvents

/// The arms of a comparison, judged by the project's metric, and what to do about it.
package struct JudgedComparison: Sendable {
    /// One arm: which model, asked with which prompt.
    package struct Arm: Sendable {
        package let model: ModelState
        package let prompt: PromptArm
        package let judgement: Judgement

        /// For people, such as "tuned, query-only".
        package var name: String { "\(model.rawValue), \(prompt.rawValue)" }
    }

    package let arms: [Arm]
    /// The arm with the full prompt that query-only must stand up to: the better of both models'.
    package let reference: Arm?
    /// Nil without an adapter.
    package let verdict: Verdict?
    /// Records that the reference and the tuned model's query-only answers judge differently.
    package let sideChanges: [PairedOutcomes.SideChange]
    /// Of those, where answers are right or wrong.
    package let test: McNemarTest?

    /// Judges answers to the same records.
    /// - Parameters:
    ///   - answers: Of each arm, in the records' order.
    ///   - records: The records.
    ///   - metric: Of the project.
    ///   - margin: How much worse query-only may be, as a share.
    ///   - lostRules: Rules that only the full prompt keeps, as they were measured.
    /// - Throws: `JudgingError`.
    package init(
        _ answers: [(model: ModelState, prompt: PromptArm, predictions: [Prediction])],
        records: [PromptRecord], metric: AnswerMetric, margin: Double, lostRules: [String] = []
    ) throws {
        let arms = try answers.map { arm in
            let judged = zip(records, arm.predictions).map(JudgedAnswer.init)
            return Arm(
                model: arm.model, prompt: arm.prompt, judgement: try metric.judge(judged))
        }
        self.init(arms, recordIDs: records.map(\.id), margin: margin, lostRules: lostRules)
    }

    /// Compares what is judged already: one score a record, in the order of `recordIDs`.
    init(_ arms: [Arm], recordIDs: [String], margin: Double, lostRules: [String]) {
        self.arms = arms
        let full = arms.filter { $0.prompt == .fullPrompt }
        reference = full.max {
            ($0.judgement.figure()?.value ?? 0) < ($1.judgement.figure()?.value ?? 0)
        }
        let queryOnly = arms.first { $0.model == .tuned && $0.prompt == .queryOnly }
        let base = arms.first { $0.model == .base && $0.prompt == .queryOnly }
        guard let reference, let queryOnly else {
            (verdict, sideChanges, test) = (nil, [], nil)
            return
        }
        verdict = Verdict(
            difference: queryOnly.judgement.difference(from: reference.judgement)?.widened(
                itemCount: recordIDs.count),
            retention: base.flatMap {
                queryOnly.judgement.retention(
                    baseWithoutPrompt: $0.judgement, reference: reference.judgement)
            }, recordCount: recordIDs.count, margin: margin, lostRules: lostRules)
        let outcomes = PairedOutcomes(
            recordIDs.indices.map {
                PairedOutcomes.Item(
                    recordID: recordIDs[$0],
                    fullPrompt: reference.judgement.scores[$0],
                    queryOnly: queryOnly.judgement.scores[$0])
            })
        sideChanges = outcomes.sideChanges
        test = sideChanges.isEmpty ? nil : outcomes.test
    }

    /// For scripts.
    package var json: JSONValue {
        [
            "metric": .string(arms.first?.judgement.title ?? ""),
            "arms": .array(
                arms.map { arm in
                    let figure = arm.judgement.figure()
                    return [
                        "model": .string(arm.model.rawValue), "arm": .string(arm.prompt.rawValue),
                        "score": Self.json(figure),
                    ]
                }),
            "reference": reference.map { .string($0.name) } ?? .null,
            "verdict": verdict.map {
                [
                    "decision": .string($0.decision.rawValue), "reason": .string($0.reason),
                    "margin": .number($0.margin), "difference": Self.json($0.difference),
                    "retention": $0.retention?.value.map { .number($0) } ?? .null,
                ]
            } ?? .null,
            "mcnemar_p": test.map { .number($0.exactP) } ?? .null,
            "changed_sides": .array(
                sideChanges.map {
                    [
                        "record": .string($0.recordID),
                        "query_only": .string($0.direction.rawValue),
                    ]
                }),
        ]
    }

    private static func json(_ estimate: Estimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": .number(estimate.value), "lower": .number(estimate.interval.lower),
            "upper": .number(estimate.interval.upper),
            "confidence": .number(estimate.interval.confidence),
        ]
    }
}
