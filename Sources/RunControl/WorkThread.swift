import Foundation
import Kernels
import Synchronization

/// A thread that lets go of what it works with before it ends.
///
/// What a `Thread`'s own closure holds is released while the thread is torn down, when Dispatch has
/// no place left for it there: a history whose last owner is such a closure crashes the program.
enum WorkThread {
    /// The main thread's 8 MB are not promised to others; the engine needs far less.
    private static let stackBytes = 16 << 20

    private final class Body: Sendable {
        private let work: Mutex<(@Sendable () -> Void)?>

        init(_ work: @escaping @Sendable () -> Void) { self.work = Mutex(work) }

        func run() {
            let work = work.withLock { work in
                defer { work = nil }
                return work
            }
            work?()
        }
    }

    /// Runs `work` on a thread of that name and returns.
    static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let body = Body(work)
        let thread = Thread {
            SignalMask.blockAll()
            body.run()
        }
        thread.name = name
        thread.stackSize = stackBytes
        thread.start()
    }
}
