/// Everything a user can do; the raw values name actions in key files and scripts.
package enum WorkbenchAction: String, Sendable, CaseIterable {
    case showPrompts = "show-prompts"
    case showSchedule = "show-schedule"
    case showTrain = "show-train"
    case showCompare = "show-compare"
    case showRuns = "show-runs"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case help, quit, suspend, repaint
    case changeSymbols = "change-symbols"
    case dismiss

    case up, down, first, last
    case pageUp = "page-up"
    case pageDown = "page-down"

    case nextStage = "next-stage"
    case previousStage = "previous-stage"
    case cycleSplit = "cycle-split"
    case toggleCuts = "toggle-cuts"
    case search
    case nextPart = "next-part"
    case previousPart = "previous-part"
    case markTemplate = "mark-template"
    case markPinned = "mark-pinned"
    case markTools = "mark-tools"
    case markQuery = "mark-query"
    case deleteBackward = "delete-backward"

    case increase, decrease
    case increaseFinely = "increase-finely"
    case decreaseFinely = "decrease-finely"
    case nextColumn = "next-column"
    case previousColumn = "previous-column"
    case resetCell = "reset-cell"
    case addStage = "add-stage"
    case removeStage = "remove-stage"
    case presetLinear = "preset-linear"
    case presetExponential = "preset-exponential"
    case presetInverseExponential = "preset-inverse-exponential"
    case undo, redo
    case saveSchedule = "save-schedule"
    case revertSchedule = "revert-schedule"
    case compressAgain = "compress-again"
    case stopCompressing = "stop-compressing"

    case startTraining = "start-training"
    case pauseTraining = "pause-training"
    case resumeTraining = "resume-training"
    case stopTraining = "stop-training"
    case smoothMore = "smooth-more"
    case smoothLess = "smooth-less"

    case compareRecord = "compare-record"
    case toggleModel = "toggle-model"
    case nextDisagreement = "next-disagreement"
    case previousDisagreement = "previous-disagreement"
    case toggleDifference = "toggle-difference"
    case showVerdict = "show-verdict"

    case startRating = "start-rating"
    case preferLeft = "prefer-left"
    case preferRight = "prefer-right"
    case preferNeither = "prefer-neither"
    case skipPair = "skip-pair"
    case undoRating = "undo-rating"
    case leaveRating = "leave-rating"

    case openRun = "open-run"
    case closeRun = "close-run"
    case deleteRun = "delete-run"
    case continueRun = "continue-run"
    case branchRun = "branch-run"
    case refreshRuns = "refresh-runs"
    case measureRun = "measure-run"

    case confirm
    case runHelpLine = "run-help-line"
}
