import Foundation
import Synchronization

#if ONEDNN
    import COneDNN
#endif

/// Threads that share the parts of one task; the only place where the engine runs in parallel.
///
/// A task is cut into parts by its own size, never by the number of threads, and each part writes
/// memory of its own. So results are bit-equal for any number of threads.
package final class WorkerPool: @unchecked Sendable {
    // Unchecked because the task below is shared by hand: it is written under the mutex before the
    // generation moves, and read only by workers that saw the generation move.

    /// The calling thread included.
    package let threadCount: Int

    private let lock = NSCondition()
    private var generation = 0
    private var isClosed = false
    private var task: Task?
    private let nextPart = Atomic<Int>(0)
    private let busyWorkers = Atomic<Int>(0)
    private let announced = Atomic<Int>(0)

    private struct Task {
        let partCount: Int
        let body: (Int) -> Void
    }

    /// How often a thread looks for work before it goes to sleep; about 20 microseconds.
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
        lock.lock()
        isClosed = true
        generation += 1
        announced.store(generation, ordering: .releasing)
        lock.broadcast()
        lock.unlock()
    }

    /// Runs `body` for every part and returns when all are done; not re-entrant.
    package func run(partCount: Int, _ body: (Int) -> Void) {
        useOneThreadInLibraries()
        if partCount <= 1 || threadCount == 1 {
            for part in 0..<partCount { body(part) }
            return
        }
        withoutActuallyEscaping(body) { escapable in
            let task = Task(partCount: partCount, body: escapable)
            lock.lock()
            self.task = task
            nextPart.store(0, ordering: .relaxed)
            busyWorkers.store(threadCount - 1, ordering: .relaxed)
            generation += 1
            announced.store(generation, ordering: .releasing)
            lock.broadcast()
            lock.unlock()
            work(on: task)
            // Every worker passes once through each generation, so the closure cannot be used
            // after this line.
            var spins = 0
            while busyWorkers.load(ordering: .acquiring) > 0 {
                spins += 1
                if spins > Self.spinCount { sched_yield() }
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
        useOneThreadInLibraries()
        var seen = 0
        while true {
            var spins = 0
            while announced.load(ordering: .acquiring) == seen, spins < Self.spinCount {
                spins += 1
            }
            guard joinTask(after: &seen) else { return }
            busyWorkers.subtract(1, ordering: .releasing)
        }
    }

    /// Waits for the next task and works on it; false when the pool is closed.
    ///
    /// A call of its own, not to be inlined: the reference to the task's closure must be gone
    /// before the worker counts as done, as the caller's stack may end then.
    @inline(never)
    private func joinTask(after seen: inout Int) -> Bool {
        lock.lock()
        while generation == seen { lock.wait() }
        seen = generation
        let task = self.task
        let closed = isClosed
        lock.unlock()
        if closed { return false }
        if let task { work(on: task) }
        return true
    }

    private func useOneThreadInLibraries() {
        #if ONEDNN
            omp_set_num_threads(1)
        #endif
    }
}
