import Foundation

/// A block of memory that is freed with its owner: large ones on large pages, where the system has
/// them, which decoding reads a fifth faster.
package final class MemoryBlock {
    package let start: UnsafeMutableRawPointer
    package let byteCount: Int

    /// A page of this size is one entry of the processor's address cache.
    private static let largePage = 2 << 20

    /// Memory of undefined content, aligned to a cache line at least.
    package init(byteCount: Int) {
        self.byteCount = byteCount
        let isLarge = byteCount >= Self.largePage
        start = .allocate(
            byteCount: max(byteCount, FloatBuffer.alignment),
            alignment: isLarge ? Self.largePage : FloatBuffer.alignment)
        // Refused where the system has no large pages; the memory is then as good as any.
        if isLarge { madvise(start, byteCount, MADV_HUGEPAGE) }
    }

    deinit { start.deallocate() }
}

/// Hands out memory for many matrices from a few large blocks, which live as long as any of them.
package final class MemorySlab {
    private var block: MemoryBlock?
    private var used = 0

    /// What is left of a block is lost with it, so a piece that lives alone asks for none.
    private let blockBytes: Int

    /// - Parameter blockBytes: what is asked of the system at once; 0 for single pieces.
    package init(blockBytes: Int = 64 << 20) { self.blockBytes = blockBytes }

    /// Memory of undefined content and the block to keep alive with it.
    package func take(_ byteCount: Int) -> (start: UnsafeMutableRawPointer, owner: MemoryBlock) {
        let rounded = Arena.rounded(byteCount)
        if let block, used + rounded <= block.byteCount {
            defer { used += rounded }
            return (block.start + used, block)
        }
        let made = MemoryBlock(byteCount: max(rounded, blockBytes))
        if rounded < blockBytes { (block, used) = (made, rounded) }
        return (made.start, made)
    }
}
