extension KeyMap {
    static let everywhereBindings: [KeyBinding] = [
        .init("1", .showPrompts, in: .everywhere, "prompts", "Go to Prompts"),
        .init("2", .showSchedule, in: .everywhere, "schedule", "Go to Schedule"),
        .init("3", .showTrain, in: .everywhere, "train", "Go to Train"),
        .init("4", .showCompare, in: .everywhere, "compare", "Go to Compare"),
        .init("5", .showRuns, in: .everywhere, "runs", "Go to Runs"),
        .init("tab", .nextPane, in: .everywhere, "pane", "Go to the next pane"),
        .init("shift-tab", .previousPane, in: .everywhere, "pane", "Go to the pane before"),
        .init(
            "D", .changeSymbols, in: .everywhere, "dots",
            "Draw charts with braille, blocks or ASCII"),
        .init("ctrl-l", .repaint, in: .everywhere, "repaint", "Draw the whole screen again"),
        .init("ctrl-z", .suspend, in: .everywhere, "suspend", "Back to the shell until `fg`"),
        .init("esc", .dismiss, in: .everywhere, "dismiss", "Drop the message in the status line"),
        .init("?", .help, in: .everywhere, "help", "All keys of this pane", hint: "?"),
        .init("q ctrl-c", .quit, in: .everywhere, "quit", "Leave the workbench", hint: "q"),
    ]

    static let overlayBindings: [KeyBinding] = [
        .init("up ctrl-p", .up, in: .help, "move", "Line before"),
        .init("down ctrl-n", .down, in: .help, "move", "Next line", hint: "↑↓"),
        .init("pgup", .pageUp, in: .help, "page", "Page before"),
        .init("pgdn", .pageDown, in: .help, "page", "Next page"),
        .init("enter", .runHelpLine, in: .help, "do it", "Do what the line says", hint: "enter"),
        .init("backspace", .deleteBackward, in: .help, "delete", "Delete a letter"),
        .init("esc ctrl-c", .dismiss, in: .help, "close", "Close the help", hint: "esc"),
        .init("y", .confirm, in: .confirmation, "yes", "Do it", hint: "y"),
        .init(
            "n esc q ctrl-c", .dismiss, in: .confirmation, "no", "Leave all as it is", hint: "n"),
        .init(
            "esc enter q ctrl-c", .dismiss, in: .message, "close", "Close the message",
            hint: "esc"),
        .init("up k", .up, in: .choice, "move", "Line before"),
        .init("down j", .down, in: .choice, "move", "Next line", hint: "↑↓"),
        .init("enter y", .confirm, in: .choice, "choose", "Choose it", hint: "enter"),
        .init("esc n q ctrl-c", .dismiss, in: .choice, "back", "Leave all as it is", hint: "esc"),
        .init("up k", .up, in: .report, "scroll", "Scroll back"),
        .init("down j", .down, in: .report, "scroll", "Scroll on", hint: "↑↓"),
        .init("pgup ctrl-u", .pageUp, in: .report, "page", "Page before"),
        .init("pgdn ctrl-d space", .pageDown, in: .report, "page", "Next page"),
        .init("esc enter q ctrl-c", .dismiss, in: .report, "close", "Close it", hint: "esc"),
        .init("enter", .confirm, in: .search, "keep", "Keep the search", hint: "enter"),
        .init("esc ctrl-c", .dismiss, in: .search, "clear", "Show all records", hint: "esc"),
        .init("backspace", .deleteBackward, in: .search, "delete", "Delete a letter"),
    ]
}
