import Synchronization

/// Scratch memory for parts of a task: each borrows a block and gives it back, so that there are as
/// many as parts run at once and none is allocated twice.
package final class ScratchPool: Sendable {
    private let free = Mutex<[Block]>([])

    private final class Block: @unchecked Sendable {
        // Unchecked because of the raw pointer: a block has one user between two visits here.
        let memory: UnsafeMutableRawPointer
        let byteCount: Int

        init(byteCount: Int) {
            self.byteCount = byteCount
            memory = .allocate(byteCount: byteCount, alignment: 64)
        }

        deinit { memory.deallocate() }
    }

    package init() {}

    /// Calls `body` with a block of undefined content.
    package func with<Result>(
        _ layout: ScratchLayout, _ body: (UnsafeMutableRawPointer) -> Result
    ) -> Result {
        let found = free.withLock { blocks -> Block? in
            guard let index = blocks.lastIndex(where: { $0.byteCount >= layout.byteCount }) else {
                _ = blocks.popLast()
                return nil
            }
            return blocks.remove(at: index)
        }
        let block = found ?? Block(byteCount: layout.byteCount)
        defer { free.withLock { $0.append(block) } }
        return body(block.memory)
    }
}

/// Where the pieces of a scratch block lie, each on a cache line of its own.
package struct ScratchLayout {
    package private(set) var byteCount = 0

    package init() {}

    /// Bytes from the block's start to a new piece.
    package mutating func add(_ count: Int, _ type: ScalarType) -> Int {
        let start = byteCount
        byteCount += (count * type.byteCount + 63) / 64 * 64
        return start
    }
}
