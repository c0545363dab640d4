import Foundation
import Testing

@testable import Kernels

@Suite struct WorkerPoolTests {
    @Test(arguments: 1...4)
    func everyPartRunsOnceInEveryRound(_ threadCount: Int) {
        let pool = WorkerPool(threadCount: threadCount)
        defer { pool.close() }
        #expect(pool.threadCount == threadCount)
        let counts = FloatBuffer(count: 37)
        for round in 1...2_000 {
            let partCount = round % 38
            for index in 0..<37 { counts.pointer[index] = 0 }
            pool.run(partCount: partCount) { counts.pointer[$0] += 1 }
            let isOnce = (0..<37).allSatisfy { counts.pointer[$0] == ($0 < partCount ? 1 : 0) }
            guard isOnce else {
                Issue.record("round \(round) with \(threadCount) threads: \(counts.copyToArray())")
                return
            }
        }
    }

    /// A handler's frame on a thread that computes may destroy the heap (`SignalMask`).
    @Test func workersTakeNoSignals() {
        let pool = WorkerPool(threadCount: 3)
        defer { pool.close() }
        let caller = pthread_self()
        let blocked = FloatBuffer(count: 64)
        for _ in 0..<200 {
            pool.run(partCount: 64) { part in
                if pthread_equal(pthread_self(), caller) != 0 {
                    blocked.pointer[part] = 1
                    return
                }
                var mask = sigset_t()
                pthread_sigmask(SIG_BLOCK, nil, &mask)
                let isBlocked = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGALRM].allSatisfy {
                    sigismember(&mask, $0) == 1
                }
                // What a thread does wrong itself still ends the program.
                blocked.pointer[part] =
                    isBlocked && sigismember(&mask, SIGSEGV) == 0 ? 1 : 0
                usleep(10)
            }
            guard blocked.copyToArray().allSatisfy({ $0 == 1 }) else {
                Issue.record("A worker takes signals: \(blocked.copyToArray())")
                return
            }
        }
    }

    @Test func threadCountIsAtLeastOne() {
        #expect(WorkerPool(threadCount: 0).threadCount == 1)
        #expect(WorkerPool.availableProcessors >= 1)
    }

    @Test func unusedPoolsCanGoAtOnce() {
        // Their threads may start only after the owner is gone.
        for _ in 0..<200 { _ = Compute(threadCount: 3) }
    }

    @Test func blocksCoverEveryRowOnce() {
        let compute = Compute(threadCount: 3)
        for rows in [0, 1, 16, 17, 1_000] {
            let counts = FloatBuffer(count: rows)
            compute.forEachBlock(of: rows) { for row in $0 { counts.pointer[row] += 1 } }
            #expect(counts.copyToArray() == [Float](repeating: 1, count: rows))
        }
    }
}
