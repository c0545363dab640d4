import RunEvents

/// A plan summed up.
struct PlanTotals {
    let stepCount: Int
    /// All tokens of all epochs, prompts and answers.
    let tokenCount: Double
    /// How much less that is than with the first stage's prompt in every stage; nil without stages.
    let savedShare: Double?
    /// Input tokens a record, first stage and last.
    let firstInput: Double
    let lastInput: Double

    init(_ plan: PlanPreview) {
        let records = Double(plan.recordCount)
        func tokens(_ input: Double, _ stage: StageSummary) -> Double {
            (input + plan.meanOutputTokens) * records * Double(stage.epochs)
        }
        stepCount = plan.stages.reduce(0) { $0 + $1.stepCount }
        tokenCount = plan.stages.reduce(0) { $0 + tokens($1.inputTokensPerRecord, $1) }
        firstInput = plan.stages.first?.inputTokensPerRecord ?? 0
        lastInput = plan.stages.last?.inputTokensPerRecord ?? 0
        let first = firstInput
        let whole = plan.stages.reduce(0) { $0 + tokens(first, $1) }
        savedShare = whole > 0 ? 1 - tokenCount / whole : nil
    }
}
