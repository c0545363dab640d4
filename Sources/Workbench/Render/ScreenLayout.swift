import TerminalUI

/// The four bands of the screen.
package struct ScreenLayout: Equatable, Sendable {
    package let header: Rect
    package let body: Rect
    package let status: Rect
    package let hints: Rect

    /// Below this only a note about the size is shown.
    package static let minimumSize = Size(width: 40, height: 10)

    package init(_ size: Size) {
        let rows = Rect(size).rows([.fixed(1), .fill(), .fixed(1), .fixed(1)])
        header = rows[0]
        body = rows[1]
        status = rows[2]
        hints = rows[3]
    }
}
