import TerminalUI

extension KeyPress {
    /// The key as it is written on the screen: arrows as arrows.
    package var symbol: String {
        switch key {
        case .up: description.replacingLast("up", with: "↑")
        case .down: description.replacingLast("down", with: "↓")
        case .left: description.replacingLast("left", with: "←")
        case .right: description.replacingLast("right", with: "→")
        default: description
        }
    }
}

extension String {
    fileprivate func replacingLast(_ end: String, with other: String) -> String {
        hasSuffix(end) ? String(dropLast(end.count)) + other : self
    }
}
