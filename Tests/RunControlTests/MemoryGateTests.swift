import Foundation
import Synchronization
import Testing

@testable import RunControl

/// Who waits where memory is short.
@Suite struct MemoryGateTests {
    @Test func whatDoesNotFitWaitsAndTheLargestGetsInAlone() {
        let gate = MemoryGate(available: 10)
        let entered = Mutex<[String]>([])
        gate.enter(6)
        let waiting = Thread {
            gate.enter(20)
            entered.withLock { $0.append("large") }
            gate.leave(20)
        }
        waiting.start()
        gate.enter(4)
        entered.withLock { $0.append("small") }
        // The large one would be in by now if it did not wait.
        Thread.sleep(forTimeInterval: 0.1)
        #expect(entered.withLock { $0 } == ["small"])
        gate.leave(4)
        gate.leave(6)
        while entered.withLock({ $0.count }) < 2 { Thread.sleep(forTimeInterval: 0.005) }
        #expect(entered.withLock { $0 } == ["small", "large"])
    }

    @Test func lanesFollowThreadsAndWork() {
        func lanes(_ threads: Int, _ wanted: Int? = nil, groups: Int) -> Int {
            Study.Machine(threadCount: threads, parallelCount: wanted, availableMemory: nil)
                .lanes(groupCount: groups)
        }
        #expect(lanes(1, groups: 5) == 1)
        #expect(lanes(2, groups: 5) == 1)
        #expect(lanes(16, groups: 5) == 5)
        #expect(lanes(16, groups: 40) == 8)
        #expect(lanes(2, 4, groups: 40) == 4)
        #expect(lanes(16, groups: 0) == 1)
    }
}
