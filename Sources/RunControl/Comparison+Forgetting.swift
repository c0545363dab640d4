import Evaluation
import Judging
import Prompts
import RunEvents

extension Comparison {
    /// Asks base and tuned model what has nothing to do with the task.
    ///
    /// Answers end where the project's answers do. Losses are measured where an output is given.
    /// - Parameters:
    ///   - queries: off the task.
    ///   - bootstrap: for the interval.
    ///   - progress: told how many answers there are; asked whether to go on.
    /// - Returns: nil where it was stopped.
    /// - Throws: `RunControlError.promptTooLong`, and what a chat template throws.
    package func measureForgetting(
        _ queries: [OffTaskQuery], bootstrap: Bootstrap = .init(),
        progress: (MeasureProgress) -> ProgressDisposition = { _ in .more }
    ) throws -> ForgettingReport? {
        let items = try queries.map { try item($0) }
        var done = 0
        var texts: [[String]] = []
        for state in [ModelState.base, .tuned] {
            let answers = try answers(items, arm: .queryOnly, model: state) {
                done += 1
                return progress(.init(kind: .forgetting, done: done, count: 2 * queries.count))
            }
            guard let answers else { return nil }
            texts.append(answers)
        }
        let withOutput = zip(queries, items).filter { $0.0.output != nil }.map(\.1)
        return ForgettingReport(
            queries.indices.map {
                .init(
                    id: queries[$0].id, query: queries[$0].query, base: texts[0][$0],
                    tuned: texts[1][$0])
            },
            losses: .init(
                base: evaluator.recordLosses(withOutput, model: .base),
                tuned: evaluator.recordLosses(withOutput, model: .tuned), bootstrap: bootstrap))
    }

    private func item(_ query: OffTaskQuery) throws -> EvaluationItem {
        let record = Self.record(query)
        let sequence = prepared.encoder.encode(
            prompt: try prompt(of: query).joinedText, completion: record.output)
        try prepared.checkLength(sequence, record, stage: nil)
        return EvaluationItem(recordID: query.id, sequence: sequence, expected: record.output)
    }

    /// The query as it stands, behind its own template, in the roles of the project's layout.
    func prompt(of query: OffTaskQuery) throws -> [PromptSpan] {
        let parts = prepared.project.layout.parts
        var spans: [PromptSpan] = []
        if let template = query.template, !template.isEmpty {
            let part = parts.first { $0.kind == .template }
            spans.append(
                PromptSpan(
                    kind: .template, role: part?.role,
                    text: template + (part?.trailing ?? Self.blankLine)))
        }
        spans.append(
            PromptSpan(
                kind: .query, role: parts.first { $0.kind == .query }?.role, text: query.query))
        return try plan.dressed(spans, as: Self.record(query))
    }

    /// Between template and query where the project has no template.
    private static let blankLine = "\n\n"

    private static func record(_ query: OffTaskQuery) -> PromptRecord {
        PromptRecord(
            id: query.id, query: query.query, output: query.output ?? "", source: query.source)
    }
}
