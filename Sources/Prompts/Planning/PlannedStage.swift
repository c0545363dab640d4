/// A stage as its training will see it.
package struct PlannedStage: Sendable, Equatable {
    /// Counted from 0.
    package var index: Int
    package var setting: StageSetting
    /// What remains of each template part of the layout, in order.
    package var templateTexts: [String]
    /// Tokens of the full template, each part counted by itself, tools included.
    package var fullTemplateTokens: Int
    /// The same of what remains.
    package var templateTokens: Int
    /// Tokens of each record's whole rendered prompt, in the records' order; empty where there is
    /// a problem.
    package var recordTokens: [Int]
    /// Why the stage has no prompts; nil where it has.
    package var problem: StageProblem?

    /// Share of template tokens that remains; 1 where there is no template.
    package var achievedRate: Double {
        fullTemplateTokens == 0 ? 1 : Double(templateTokens) / Double(fullTemplateTokens)
    }
    /// Input tokens of one pass over the records.
    package var tokensPerEpoch: Int { recordTokens.reduce(0, +) }
    /// Input tokens of all passes of the stage.
    package var totalTokens: Int { tokensPerEpoch * setting.epochs }
    /// Mean input tokens a record; 0 without records.
    package var tokensPerRecord: Double {
        recordTokens.isEmpty ? 0 : Double(tokensPerEpoch) / Double(recordTokens.count)
    }
}
