import Foundation

/// What the program's start decides about the workbench.
package struct WorkbenchOptions: Sendable {
    package var keys: KeyMap
    package var secondsFromGMT: Int
    /// How long to wait for input before data is looked at.
    package var pollMilliseconds: Int
    /// Rows of data taken at once.
    package var maximumRows: Int
    /// How long a training may take to reach a checkpoint when one quits, in seconds.
    package var stopSeconds: Double
    /// Seconds on a clock that only goes forward.
    package var clock: @Sendable () -> Double

    package init(
        keys: KeyMap = .default, secondsFromGMT: Int = TimeZone.current.secondsFromGMT(),
        pollMilliseconds: Int = 50, maximumRows: Int = 2000, stopSeconds: Double = 60,
        clock: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
    ) {
        self.keys = keys
        self.secondsFromGMT = secondsFromGMT
        self.pollMilliseconds = pollMilliseconds
        self.maximumRows = maximumRows
        self.stopSeconds = stopSeconds
        self.clock = clock
    }
}
