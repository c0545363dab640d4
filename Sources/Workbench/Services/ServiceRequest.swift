import Prompts
import RunEvents

/// A run's row number in the history.
package typealias RunID = Int64

/// What the screen can ask for; the answer's message is named with each.
package enum ServiceRequest: Sendable, Equatable {
    /// The project with its records and schedule: `.project`, or `.projectFailed`.
    case loadProject
    /// One record's prompt as a stage of this schedule sees it: `.recordPreview`.
    ///
    /// A stage of nil is the whole prompt: all of the template and the largest number of examples.
    /// Later requests matter more than earlier ones.
    case recordPreview(recordID: String, stage: Int?, schedule: Schedule, revision: Int)
    /// Exact token counts of all stages: `.plan`. Only the latest request needs an answer.
    case plan(Schedule, revision: Int)
    /// Writes the schedule into the project's file: `.scheduleSaved`, or `.failed`.
    case saveSchedule(Schedule, revision: Int)
    /// Says for all records what a part of the prompt is, in the layout and in the corrections:
    /// `.project`, or `.failed`.
    case markPart(MarkedPart)
    /// Begins a run: `.runStarted`, then its events; or `.failed`.
    case startTraining(Schedule)
    /// Holds the run after the present step: `.runStatus`.
    case pauseTraining
    /// Lets a held run go on: `.runStatus`.
    case resumeTraining
    /// Ends the run at a checkpoint: `.runStatus`.
    case stopTraining
    /// Goes on with a stopped or interrupted run from its checkpoint: `.runStarted`, its events so
    /// far, and new ones.
    case continueRun(RunID)
    /// Asks the model with the full prompt and with the query alone: `.answerProgress` while it
    /// writes, one `.predictions` for each of the two, or `.comparisonFailed`.
    case compare(recordID: String, model: ModelState)
    /// All runs, newest first: `.runs`. They also come unasked when one changes.
    case listRuns
    /// A run's steps, evaluations and log: `.runOpened`.
    case openRun(RunID)
    /// Deletes a run with its checkpoints: `.runDeleted`, or `.failed`.
    case deleteRun(RunID)
}
