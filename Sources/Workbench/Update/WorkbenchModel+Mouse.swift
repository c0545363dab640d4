import TerminalUI

extension WorkbenchModel {
    /// The wheel moves the selection, a click on the first row chooses a pane.
    mutating func take(_ mouse: MouseEvent) -> [WorkbenchEffect] {
        revision += 1
        switch mouse.action {
        case .wheelUp: return perform(wheelAction(up: true))
        case .wheelDown: return perform(wheelAction(up: false))
        case .press(.left):
            guard overlay == nil, mouse.position.y == 0,
                let pane = HeaderView.pane(at: mouse.position.x, in: self)
            else { return [] }
            self.pane = pane
            return []
        default: return []
        }
    }

    /// Over a prompt or an answer the wheel scrolls; over lists it moves.
    private func wheelAction(up: Bool) -> WorkbenchAction {
        switch keyContext {
        case .prompts, .compare, .rating: up ? .pageUp : .pageDown
        default: up ? .up : .down
        }
    }
}
