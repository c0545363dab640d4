import RunEvents

/// What the rest of the program tells the screen.
package enum ServiceMessage: Sendable, Equatable {
    case project(ProjectSnapshot)
    /// There is nothing to show: the text says what is wrong, where, and what to do.
    case projectFailed(String)
    case recordPreview(RecordPreview)
    /// The preview cannot be made, for the reason given.
    case recordPreviewFailed(recordID: String, stage: Int?, revision: Int, text: String)
    case plan(PlanPreview)
    case scheduleSaved(revision: Int)
    /// How far the compressor is, in words.
    case compressing(String)
    /// Nothing is being compressed any more; a plan with what came of it follows.
    case compressingEnded

    /// A run of this process began or goes on, or a running one of another process was found.
    case runStarted(RunHeader)
    case steps(RunID, [StepMetrics])
    case evaluations(RunID, [EvaluationMetrics])
    case log(RunID, [LogLine])
    case checkpoint(RunID, CheckpointSummary)
    /// The text is the reason of a failure.
    case runStatus(RunID, RunStatus, text: String?)

    /// Answers of the model to held-out records, asked for or stored by the last evaluation.
    case predictions([Prediction])
    /// What the answers of a run that went to its end say.
    case verdict(CompareVerdict)
    /// What the model has written so far.
    case answerProgress(recordID: String, arm: PromptArm, model: ModelState, text: String)
    case comparisonFailed(recordID: String, text: String)

    case ratings(RatingSheet)
    case ratingResult(String)

    case runs([RunSummary])
    case runOpened(RunDetail)
    case runDeleted(RunID)
    /// How far the measuring of a run is, in a few words.
    case measuring(RunID, text: String)
    /// A measuring has ended, with so many reports.
    case measured(RunID, reportCount: Int)

    /// A short word for the status line.
    case notice(String)
    /// A request failed; shown until it is dismissed.
    case failed(title: String, text: String)
}
