import Judging
import RunEvents

extension InternalizationGap {
    /// The gap of a run by what it measured on the validation records as it went; nil without losses
    /// of the query alone, or of the full prompt.
    ///
    /// The last judgement may take more records than the looks before it; losses over different
    /// records are not compared, so that the looks alone count.
    package init?(_ evaluations: [EvaluationMetrics]) {
        let split = "validation"
        let looks = evaluations.filter { $0.split == split && $0.loss.isFinite }
        let queryOnly = looks.filter { $0.arm == .queryOnly && $0.model == .tuned }
        let counts = Dictionary(grouping: queryOnly, by: \.recordCount).mapValues(\.count)
        guard
            let recordCount = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key
        else { return nil }
        let full = looks.filter { $0.arm == .fullPrompt && $0.recordCount == recordCount }
        let tuned = Dictionary(
            full.filter { $0.model == .tuned }.map { ($0.step, $0.loss) },
            uniquingKeysWith: { $1 })
        let points = queryOnly.filter { $0.recordCount == recordCount }.map {
            Point(
                step: $0.step, stage: $0.stage, queryOnly: $0.loss, fullPrompt: tuned[$0.step])
        }
        self.init(
            points,
            base: full.filter { $0.model == .base }.map {
                Reference(model: "base", step: $0.step, loss: $0.loss)
            }, recordCount: recordCount, split: split)
    }
}
