/// What the mouse did over a cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Button: Hashable, Sendable { case left, middle, right }

    /// What was done.
    package enum Action: Hashable, Sendable {
        case press(Button)
        case release(Button)
        /// Moved with the button held.
        case drag(Button)
        case wheelUp, wheelDown
    }

    package var action: Action
    package var position: Point
    package var modifiers: KeyModifiers

    package init(_ action: Action, at position: Point, _ modifiers: KeyModifiers = []) {
        self.action = action
        self.position = position
        self.modifiers = modifiers
    }
}
