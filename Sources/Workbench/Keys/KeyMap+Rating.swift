extension KeyMap {
    static let ratingBindings: [KeyBinding] = [
        .init("1", .preferLeft, in: .rating, "left", "The left answer is better", hint: "1"),
        .init("2", .preferRight, in: .rating, "right", "The right answer is better", hint: "2"),
        .init("=", .preferNeither, in: .rating, "tie", "Neither is better", hint: "="),
        .init("s", .skipPair, in: .rating, "skip", "Leave this pair for later", hint: "s"),
        .init(
            "u z", .undoRating, in: .rating, "undo", "Take the last rating back", hint: "u"),
        .init("down j pgdn ctrl-d space", .pageDown, in: .rating, "scroll", "Scroll on"),
        .init("up k pgup ctrl-u", .pageUp, in: .rating, "scroll", "Scroll back"),
        .init(
            "esc", .leaveRating, in: .rating, "stop", "Show the result, and then the answers",
            hint: "esc"),
    ]
}
