import Foundation
import Synchronization

/// The groups of programs that run now, so that they can be ended with this process.
///
/// They are groups of their own: a Ctrl-C in the terminal ends us and does not reach them.
package enum RunningPrograms {
    /// More at once are not noted, and then left to their time limit.
    private static let limit = 64
    private static let lock = Mutex(())

    /// Numbers of groups, zero where there is none.
    ///
    /// `nonisolated(unsafe)`: a signal handler can reach nothing but a global. It is written under
    /// the lock; a handler reads single words of it.
    nonisolated(unsafe) private static let groups: UnsafeMutablePointer<pid_t> = {
        let groups = UnsafeMutablePointer<pid_t>.allocate(capacity: limit)
        groups.initialize(repeating: 0, count: limit)
        return groups
    }()

    static func add(_ group: pid_t) {
        lock.withLock { _ in
            for place in 0..<limit where groups[place] == 0 {
                groups[place] = group
                return
            }
        }
    }

    static func remove(_ group: pid_t) {
        lock.withLock { _ in
            for place in 0..<limit where groups[place] == group { groups[place] = 0 }
        }
    }

    /// Lets SIGINT, SIGTERM and SIGHUP end them before they end this process, and its own end, too.
    ///
    /// What handles these signals later takes the place of this, and ends programs by itself.
    package static func endWithThisProcess() {
        // Made here, since a handler must not make anything.
        groups[0] = groups[0]
        atexit { RunningPrograms.endAll() }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            sigaction(number, nil, &before)
            // What is ignored, as under nohup, stays so.
            guard isDefault(before) else { continue }
            signal(number) { number in
                RunningPrograms.endAll()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// With async-signal-safe calls only.
    private static func endAll() {
        for place in 0..<limit where groups[place] > 0 { kill(-groups[place], SIGKILL) }
    }

    private static func isDefault(_ action: sigaction) -> Bool {
        let handler = action.__sigaction_handler.sa_handler
        return unsafeBitCast(handler, to: Int.self) == 0
    }
}
