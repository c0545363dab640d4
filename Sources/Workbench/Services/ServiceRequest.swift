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
    ///
    /// Stages whose template is still to be compressed are pending; that is done next, with
    /// `.compressing` while it goes on, and a second `.plan` follows.
    case plan(Schedule, revision: Int)
    /// Writes the schedule into the project's file: `.scheduleSaved`, or `.failed`.
    case saveSchedule(Schedule, revision: Int)
    /// Lets the compressor try again what failed or was stopped, with its files read anew:
    /// `.compressing` while it works, then `.plan`.
    case compressAgain(Schedule, revision: Int)
    /// Ends the compressing that is under way: `.compressingEnded`, then `.plan`.
    case stopCompressing
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
    /// Begins a run from the end of another one's stage, followed by the stages of this schedule
    /// that come after it: `.runStarted`, then its events; or `.failed`.
    case branchRun(RunID, afterStage: Int, Schedule)
    /// Asks the model with the full prompt and with the query alone: `.answerProgress` while it
    /// writes, one `.predictions` for each of the two, or `.comparisonFailed`.
    case compare(recordID: String, model: ModelState)
    /// The pairs of the newest run's answers that wait for a rating: `.ratings`, or `.failed`.
    case loadRatings
    /// Keeps a rating, or takes it back where the choice is nil; only a `.failed` comes of it.
    case rate(pairID: String, RatingSheet.Choice?)
    /// What the ratings say: `.ratingResult`, or `.failed`.
    case ratingResult
    /// All runs, newest first: `.runs`. They also come unasked when one changes.
    case listRuns
    /// A run's steps, evaluations and log: `.runOpened`.
    case openRun(RunID)
    /// Measures what a run has taken in: `.measuring` again and again, `.runOpened` after each report,
    /// and `.measured` at the end, or `.failed` before it.
    case measureRun(RunID)
    /// Ends the measuring after the present answer or section: `.measured`.
    case stopMeasuring
    /// Deletes a run with its checkpoints: `.runDeleted`, or `.failed`.
    case deleteRun(RunID)
}
