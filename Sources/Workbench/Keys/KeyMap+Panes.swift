extension KeyMap {
    static let promptsBindings: [KeyBinding] = [
        .init("up k", .up, in: .prompts, "record", "Record before"),
        .init("down j", .down, in: .prompts, "record", "Next record", hint: "↑↓"),
        .init("home g", .first, in: .prompts, "first", "First record"),
        .init("end G", .last, in: .prompts, "last", "Last record"),
        .init("right l ]", .nextStage, in: .prompts, "stage", "Next stage", hint: "←→"),
        .init("left h [", .previousStage, in: .prompts, "stage", "Stage before"),
        .init("pgdn ctrl-d J space", .pageDown, in: .prompts, "scroll", "Scroll the prompt on"),
        .init("pgup ctrl-u K", .pageUp, in: .prompts, "scroll", "Scroll the prompt back"),
        .init(
            "v", .toggleCuts, in: .prompts, "cuts", "Show or hide what the stage cuts away",
            hint: "v"),
        .init(
            "s", .cycleSplit, in: .prompts, "split", "All records, or one split of them",
            hint: "s"),
        .init("/", .search, in: .prompts, "search", "Only records with a word", hint: "/"),
        .init(
            "r", .compressAgain, in: .prompts, "compress", "Compress again what could not be"),
        .init("X", .stopCompressing, in: .prompts, "stop", "Stop the compressor"),
        .init("n", .nextPart, in: .prompts, "part", "Choose the next part that all records share"),
        .init("N", .previousPart, in: .prompts, "part", "Choose the part before"),
        .init("T", .markTemplate, in: .prompts, "template", "The chosen part is template"),
        .init("P", .markPinned, in: .prompts, "pinned", "The chosen part is never cut"),
        .init("U", .markTools, in: .prompts, "tools", "The chosen part is tool schemas"),
        .init("Q", .markQuery, in: .prompts, "query", "The chosen part belongs to the query"),
    ]

    static let scheduleBindings: [KeyBinding] = [
        .init("up k", .up, in: .schedule, "stage", "Stage before"),
        .init("down j", .down, in: .schedule, "stage", "Next stage", hint: "↑↓"),
        .init(
            "right l +", .increase, in: .schedule, "change",
            "More: τ by 0.05, a number by 1, the rate by a step", hint: "←→"),
        .init(
            "left h -", .decrease, in: .schedule, "change",
            "Less: τ by 0.05, a number by 1, the rate by a step"),
        .init(
            "shift-right", .increaseFinely, in: .schedule, "finely",
            "More: τ by 0.01, the rate by 2 %"),
        .init(
            "shift-left", .decreaseFinely, in: .schedule, "finely",
            "Less: τ by 0.01, the rate by 2 %"),
        .init(
            "space c ]", .nextColumn, in: .schedule, "column",
            "Next column: τ, k, epochs, learning rate or warm-up",
            hint: "space"),
        .init("[", .previousColumn, in: .schedule, "column", "Column before"),
        .init(
            "backspace", .resetCell, in: .schedule, "as project",
            "The project's learning rate or warm-up again"),
        .init(
            "s ctrl-s", .saveSchedule, in: .schedule, "save", "Write it into the project's file",
            hint: "s"),
        .init("u z", .undo, in: .schedule, "undo", "Take back the last change", hint: "u"),
        .init("a", .addStage, in: .schedule, "add", "Add a stage after this one", hint: "a"),
        .init("x delete", .removeStage, in: .schedule, "remove", "Remove the stage", hint: "x"),
        .init(
            "L", .presetLinear, in: .schedule, "linear", "Linear: falls evenly",
            hint: "L"),
        .init(
            "E", .presetExponential, in: .schedule, "exp", "Exponential: falls fast first",
            hint: "E"),
        .init(
            "I", .presetInverseExponential, in: .schedule, "inv-exp",
            "Inverse-exponential: stays high, falls late", hint: "I"),
        .init("ctrl-r Z", .redo, in: .schedule, "redo", "Do again what was taken back"),
        .init(
            "R", .revertSchedule, in: .schedule, "revert", "Back to the project's file"),
        .init(
            "r", .compressAgain, in: .schedule, "compress", "Compress again what could not be"),
        .init("X", .stopCompressing, in: .schedule, "stop", "Stop the compressor"),
        .init("home g", .first, in: .schedule, "first", "First stage"),
        .init("end G", .last, in: .schedule, "last", "Last stage"),
    ]

    static let trainBindings: [KeyBinding] = [
        .init(
            "s", .startTraining, in: .train, "start", "Train with the schedule as it stands",
            hint: "s"),
        .init(
            "p", .pauseTraining, in: .train, "pause", "Hold the training after this step",
            hint: "p"),
        .init("r", .resumeTraining, in: .train, "resume", "Let it go on", hint: "r"),
        .init(
            "x", .stopTraining, in: .train, "stop", "End the training at a checkpoint",
            hint: "x"),
        .init("+ =", .smoothMore, in: .train, "smoother", "Smooth the curve more", hint: "+-"),
        .init("-", .smoothLess, in: .train, "rougher", "Smooth the curve less"),
    ]

    static let compareBindings: [KeyBinding] = [
        .init("up k", .up, in: .compare, "record", "Record before"),
        .init("down j", .down, in: .compare, "record", "Next record", hint: "↑↓"),
        .init("home g", .first, in: .compare, "first", "First record"),
        .init("end G", .last, in: .compare, "last", "Last record"),
        .init(
            "enter", .compareRecord, in: .compare, "ask",
            "Ask the model with the full prompt and with the query alone", hint: "enter"),
        .init(
            "b", .toggleModel, in: .compare, "base/tuned", "Ask the base model, or the tuned one",
            hint: "b"),
        .init(
            "v", .showVerdict, in: .compare, "verdict",
            "Ship, train on or keep the prompt: why, and which records changed sides", hint: "v"),
        .init(
            "n", .nextDisagreement, in: .compare, "disagreement",
            "Next record that one prompt answers right and the other wrong", hint: "n"),
        .init(
            "N", .previousDisagreement, in: .compare, "disagreement",
            "Record before that one prompt answers right and the other wrong"),
        .init(
            "d", .toggleDifference, in: .compare, "diff",
            "Mark what differs: [-expected-] {+answered+}", hint: "d"),
        .init("pgdn ctrl-d J space", .pageDown, in: .compare, "scroll", "Scroll the answers on"),
        .init("pgup ctrl-u K", .pageUp, in: .compare, "scroll", "Scroll the answers back"),
        .init(
            "r", .startRating, in: .compare, "rate",
            "Say which of two answers is better, without knowing whose they are", hint: "r"),
    ]

    static let runsBindings: [KeyBinding] = [
        .init("up k", .up, in: .runs, "run", "Run before"),
        .init("down j", .down, in: .runs, "run", "Next run", hint: "↑↓"),
        .init("pgup ctrl-u", .pageUp, in: .runs, "page", "Page before"),
        .init("pgdn ctrl-d", .pageDown, in: .runs, "page", "Next page"),
        .init("home g", .first, in: .runs, "first", "First run"),
        .init("end G", .last, in: .runs, "last", "Last run"),
        .init(
            "enter l right", .openRun, in: .runs, "open", "Curve and details of the run",
            hint: "enter"),
        .init(
            "c", .continueRun, in: .runs, "continue",
            "Go on with a stopped or interrupted run", hint: "c"),
        .init(
            "m", .measureRun, in: .runs, "measure",
            "Measure what the run has taken in, or stop that", hint: "m"),
        .init("x delete", .deleteRun, in: .runs, "delete", "Delete the run", hint: "x"),
        .init("r", .refreshRuns, in: .runs, "refresh", "Read the list again"),
        .init(
            "esc h left backspace", .closeRun, in: .openedRun, "back", "Back to the list",
            hint: "esc"),
        .init("up k", .up, in: .openedRun, "scroll", "Scroll the details back"),
        .init("down j", .down, in: .openedRun, "scroll", "Scroll the details on", hint: "↑↓"),
        .init(
            "+ =", .smoothMore, in: .openedRun, "smoother", "Smooth the curve more", hint: "+-"),
        .init("-", .smoothLess, in: .openedRun, "rougher", "Smooth the curve less"),
        .init(
            "c", .continueRun, in: .openedRun, "continue",
            "Go on with a stopped or interrupted run", hint: "c"),
        .init(
            "m", .measureRun, in: .openedRun, "measure",
            "Measure what the run has taken in, or stop that", hint: "m"),
        .init("x delete", .deleteRun, in: .openedRun, "delete", "Delete the run", hint: "x"),
        .init(
            "b", .branchRun, in: .openedRun, "branch",
            "A new run from the end of one of its stages, with the Schedule pane's stages after it",
            hint: "b"),
    ]
}
