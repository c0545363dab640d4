import Evaluation
import Judging
import Prompts
import RunEvents

extension Comparison {
    /// Measures for each section of the template what its presence takes off the loss, in the base
    /// and in the tuned model.
    ///
    /// The section stands alone before the query, without examples. Records share it, so that it is
    /// computed once a batch.
    /// - Parameters:
    ///   - records: held-out ones that have no template of their own.
    ///   - split: whose they are.
    ///   - bootstrap: for the intervals.
    ///   - onSection: gets what there is after each section.
    ///   - progress: told how many sections are done; asked whether to go on.
    /// - Returns: the sections that were measured before it was stopped.
    /// - Throws: `RunControlError.promptTooLong`, and what rendering throws.
    package func measureCoverage(
        _ records: [PromptRecord], split: String, bootstrap: Bootstrap = .init(),
        onSection: (CoverageReport) throws -> Void = { _ in },
        progress: (MeasureProgress) -> ProgressDisposition = { _ in .more }
    ) throws -> CoverageReport {
        let sections = prepared.project.templateSections
        var report = CoverageReport(
            sections: [], sectionCount: sections.count, recordCount: records.count, split: split)
        let alone = try prepared.items(records, arm: .queryOnly, plan: plan)
        func tell() -> ProgressDisposition {
            progress(
                .init(kind: .coverage, done: report.sections.count, count: sections.count))
        }
        guard tell() == .more else { return report }
        let withoutIt = (
            base: evaluator.recordLosses(alone, model: .base),
            tuned: evaluator.recordLosses(alone, model: .tuned)
        )
        for (section, texts) in sections {
            guard tell() == .more else { return report }
            let items = try items(records, templateTexts: texts)
            func losses(_ state: ModelState, _ alone: [Double]) -> [SectionCoverage.Losses] {
                zip(alone, evaluator.recordLosses(items, model: state)).map {
                    .init(query: $0, queryAndSection: $1)
                }
            }
            guard
                let coverage = SectionCoverage(
                    base: losses(.base, withoutIt.base), tuned: losses(.tuned, withoutIt.tuned),
                    bootstrap: bootstrap)
            else { return report }
            report.sections.append(
                .init(
                    title: section.title,
                    tokenCount: prepared.model.tokenizer.encode(
                        texts.joined(), addSpecialTokens: false
                    ).count,
                    coverage: coverage))
            try onSection(report)
        }
        _ = tell()
        return report
    }

    private func items(
        _ records: [PromptRecord], templateTexts: [String]
    ) throws -> [EvaluationItem] {
        try records.map { record in
            let sequence = prepared.sequence(
                record, try plan.rendered(record, templateTexts: templateTexts))
            try prepared.checkLength(sequence, record, stage: nil)
            return EvaluationItem(
                recordID: record.id, sequence: sequence, expected: record.output)
        }
    }
}
