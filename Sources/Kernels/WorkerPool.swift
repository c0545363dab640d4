import CVector
import Foundation
import Synchronization

/// Threads that share the parts of one task; the only place where the engine runs in parallel.
///
/// A task is cut into parts by its own size, never by the number of threads, and each part writes
/// memory of its own. So results are bit-equal for any number of threads.
package final class WorkerPool: @unchecked Sendable {
    // Unchecked because the task below is shared by hand: it is written before the generation
    // moves, and read only by workers that saw the generation move; the next one is not written
    // before every worker has passed through this one.

    /// The calling thread included.
    package let threadCount: Int

    private let lock = NSCondition()
    private var task: Task?
    private let isClosed = Atomic<Bool>(false)
    private let generation = Atomic<Int>(0)
    private let nextPart = Atomic<Int>(0)
    private let busyWorkers = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)

    private struct Task {
        let partCount: Int
        let body: (Int) -> Void
    }

    /// How often a thread looks for work before it goes to sleep; some 50 microseconds.
    ///
    /// Parts of a step follow each other closely, and waking a sleeping thread costs more than that.
    private static let spinCount = 2_000

    package static var availableProcessors: Int {
        max(1, ProcessInfo.processInfo.activeProcessorCount)
    }

    package init(threadCount: Int = WorkerPool.availableProcessors) {
        self.threadCount = max(1, threadCount)
        for index in 1..<max(self.threadCount, 2) where index < self.threadCount {
            // Holds the pool until it is closed: a thread may start after its owner is gone.
            let thread = Thread { [self] in workerLoop() }
            thread.name = "worker-\(index)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Ends the worker threads; the pool must not be used afterwards.
    package func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        announce()
    }

    /// Moves the generation on, and wakes whoever sleeps.
    private func announce() {
        generation.add(1, ordering: .sequentiallyConsistent)
        // A worker counts itself as a sleeper before it looks at the generation once more, so
        // either it is seen here or it sees the new generation.
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        lock.lock()
        lock.broadcast()
        lock.unlock()
    }

    /// Runs `body` for every part and returns when all are done; not re-entrant.
    package func run(partCount: Int, _ body: (Int) -> Void) {
        if partCount <= 1 || threadCount == 1 {
            for part in 0..<partCount { body(part) }
            return
        }
        withoutActuallyEscaping(body) { escapable in
            let task = Task(partCount: partCount, body: escapable)
            self.task = task
            nextPart.store(0, ordering: .relaxed)
            busyWorkers.store(threadCount - 1, ordering: .relaxed)
            announce()
            work(on: task)
            // Every worker passes once through each generation, so the closure cannot be used
            // after this line.
            var spins = 0
            while busyWorkers.load(ordering: .acquiring) > 0 {
                spins += 1
                if spins > Self.spinCount { sched_yield() } else { pi_pause() }
            }
            self.task = nil
        }
    }

    private func work(on task: Task) {
        while true {
            let part = nextPart.add(1, ordering: .relaxed).oldValue
            guard part < task.partCount else { return }
            task.body(part)
        }
    }

    private func workerLoop() {
        SignalMask.blockAll()
        var seen = 0
        while true {
            var spins = 0
            while generation.load(ordering: .acquiring) == seen, spins < Self.spinCount {
                pi_pause()
                spins += 1
            }
            sleepUntilGeneration(isOther: seen)
            seen += 1
            guard joinTask() else { return }
            busyWorkers.subtract(1, ordering: .releasing)
        }
    }

    private func sleepUntilGeneration(isOther seen: Int) {
        guard generation.load(ordering: .sequentiallyConsistent) == seen else { return }
        lock.lock()
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while generation.load(ordering: .sequentiallyConsistent) == seen { lock.wait() }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        lock.unlock()
    }

    /// Works on the present task; false when the pool is closed.
    ///
    /// A call of its own, not to be inlined: the reference to the task's closure must be gone
    /// before the worker counts as done, as the caller's stack may end then.
    @inline(never)
    private func joinTask() -> Bool {
        if isClosed.load(ordering: .sequentiallyConsistent) { return false }
        if let task { work(on: task) }
        return true
    }
}
