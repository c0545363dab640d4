import RunEvents
import TerminalUI

/// A run's status with a sign of its own, so that colour is never the only one.
enum RunStatusText {
    static func text(_ status: RunStatus) -> String { "\(sign(status)) \(status.rawValue)" }

    static func styled(_ status: RunStatus, _ theme: Theme) -> StyledText {
        StyledText(text(status), theme[role(status)])
    }

    static func role(_ status: RunStatus) -> ThemeRole {
        switch status {
        case .running: .accent
        case .paused, .stopped, .interrupted: .warning
        case .finished: .ok
        case .failed: .error
        }
    }

    private static func sign(_ status: RunStatus) -> String {
        switch status {
        case .running: "▶"
        case .paused: "‖"
        case .stopped: "■"
        case .interrupted: "╳"
        case .finished: "✓"
        case .failed: "✗"
        }
    }
}
