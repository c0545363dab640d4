import Prompts
import RunEvents

/// What a changed schedule about comes to, drawn from the last exact plan until the new one is
/// there.
///
/// The tokens of a template at a rate lie between those at the nearest known rates; what is left of
/// the input grows with the number of examples on a straight line.
struct PlanEstimate {
    private let exact: PlanPreview
    /// Rate and tokens, ascending by rate.
    private let templates: [(rate: Double, tokens: Double, achieved: Double)]
    private let tokensPerShot: Double
    private let fixedTokens: Double
    private let stepsPerEpoch: Double

    init(_ exact: PlanPreview) {
        self.exact = exact
        let known = exact.stages.filter { exact.problems[$0.stage] == nil }
        var points = known.map {
            (rate: $0.compressionRate, tokens: Double($0.templateTokens), achieved: $0.achievedRate)
        }
        if !points.contains(where: { $0.rate <= 0 }) { points.append((0, 0, 0)) }
        templates = points.sorted { $0.rate < $1.rate }
        (tokensPerShot, fixedTokens) = Self.line(
            known.map {
                (Double($0.shots), $0.inputTokensPerRecord - Double($0.templateTokens))
            })
        let epochs = exact.stages.reduce(0) { $0 + $1.epochs }
        let steps = exact.stages.reduce(0) { $0 + $1.stepCount }
        stepsPerEpoch = epochs > 0 ? Double(steps) / Double(epochs) : 0
    }

    func plan(for schedule: Schedule, _ revision: Int) -> PlanPreview {
        let stages = schedule.stages.enumerated().map { index, setting in
            let template = template(at: setting.compressionRate)
            let rest = fixedTokens + tokensPerShot * Double(setting.shots)
            return StageSummary(
                stage: index, compressionRate: setting.compressionRate,
                achievedRate: template.achieved, shots: setting.shots, epochs: setting.epochs,
                learningRate: setting.learningRate ?? exact.stages.first?.learningRate ?? 0,
                templateTokens: Int(template.tokens.rounded()),
                inputTokensPerRecord: template.tokens + rest,
                stepCount: Int((stepsPerEpoch * Double(setting.epochs)).rounded()))
        }
        return PlanPreview(
            revision: revision, stages: stages, recordCount: exact.recordCount,
            meanOutputTokens: exact.meanOutputTokens, warnings: schedule.warnings())
    }

    private func template(at rate: Double) -> (tokens: Double, achieved: Double) {
        if let same = templates.first(where: { $0.rate == rate }) {
            return (same.tokens, same.achieved)
        }
        guard let above = templates.first(where: { $0.rate > rate }) else {
            // Above all that is known: in proportion to the fullest.
            guard let fullest = templates.last, fullest.rate > 0 else { return (0, rate) }
            return (fullest.tokens * rate / fullest.rate, rate)
        }
        guard let below = templates.last(where: { $0.rate < rate }) else {
            return (above.tokens, above.achieved)
        }
        let share = (rate - below.rate) / (above.rate - below.rate)
        return (
            below.tokens + share * (above.tokens - below.tokens),
            below.achieved + share * (above.achieved - below.achieved)
        )
    }

    /// Slope and height of the straight line nearest to points.
    private static func line(_ points: [(x: Double, y: Double)]) -> (Double, Double) {
        guard !points.isEmpty else { return (0, 0) }
        let count = Double(points.count)
        let meanX = points.reduce(0) { $0 + $1.x } / count
        let meanY = points.reduce(0) { $0 + $1.y } / count
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return (0, meanY) }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        return (slope, meanY - slope * meanX)
    }
}
