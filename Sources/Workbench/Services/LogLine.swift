import Foundation
import RunEvents

/// A line of a run's log.
package struct LogLine: Sendable, Equatable {
    package var time: Date
    package var level: LogLevel
    package var text: String

    package init(time: Date, level: LogLevel, text: String) {
        self.time = time
        self.level = level
        self.text = text
    }
}
