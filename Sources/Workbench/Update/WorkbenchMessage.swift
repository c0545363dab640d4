import TerminalUI

/// What can happen to the workbench.
package enum WorkbenchMessage: Sendable {
    case input(InputEvent)
    case service(ServiceMessage)
    /// Time went on, in seconds on a clock that only goes forward.
    case tick(Double)
}
