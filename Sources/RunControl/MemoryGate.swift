import Foundation

/// Lets in what fits into memory together; one at a time always gets in.
final class MemoryGate: @unchecked Sendable {
    // Unchecked because the condition guards what changes.
    private let condition = NSCondition()
    private let available: Int
    private var taken = 0
    private var insideCount = 0

    /// `available` bytes; nil lets everything in.
    init(available: Int?) { self.available = available ?? .max }

    /// Waits until so many bytes are free, or nothing else is inside.
    func enter(_ byteCount: Int) {
        condition.withLock {
            while insideCount > 0, byteCount > available - taken { condition.wait() }
            taken += byteCount
            insideCount += 1
        }
    }

    func leave(_ byteCount: Int) {
        condition.withLock {
            taken -= byteCount
            insideCount -= 1
            condition.broadcast()
        }
    }
}
