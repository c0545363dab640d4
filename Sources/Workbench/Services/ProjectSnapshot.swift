import Prompts

/// A project as it stands on disk.
package struct ProjectSnapshot: Sendable, Equatable {
    package var name: String
    /// As a user would type it.
    package var folder: String
    /// The model's folder name.
    package var modelName: String
    /// A few words: family, parameters, precision.
    package var modelSummary: String
    /// Longest prompt with answer that the model takes, in tokens.
    package var contextLength: Int
    package var records: [RecordSummary]
    package var schedule: Schedule
    /// The learning rate of stages without their own.
    package var learningRate: Double
    /// Steps over which it rises when the run begins.
    package var warmupSteps: Int
    /// What shortens templates, finds examples and judges answers, in the order to be shown.
    package var methods: [NamedValue]
    /// Complete sentences about the data: leaks, records over the context, unequal query blocks.
    package var warnings: [String]

    package init(
        name: String, folder: String, modelName: String, modelSummary: String, contextLength: Int,
        records: [RecordSummary], schedule: Schedule, learningRate: Double, warmupSteps: Int,
        methods: [NamedValue] = [], warnings: [String] = []
    ) {
        self.name = name
        self.folder = folder
        self.modelName = modelName
        self.modelSummary = modelSummary
        self.contextLength = contextLength
        self.records = records
        self.schedule = schedule
        self.learningRate = learningRate
        self.warmupSteps = warmupSteps
        self.methods = methods
        self.warnings = warnings
    }
}
