import Foundation
import Synchronization

/// Shares out searches among the processors.
package enum ProbeBlocks {
    /// Results for positions 0 ..< count, in their order.
    ///
    /// - Parameters:
    ///   - count: of positions.
    ///   - size: of the block that one call computes; does not depend on the number of processors.
    ///   - search: a block's results, one a position.
    /// - Returns: the blocks' results, joined.
    package static func map<Found: Sendable>(
        _ count: Int, size: Int = 64, _ search: @Sendable (Range<Int>) -> [Found]
    ) -> [Found] {
        let starts = Array(stride(from: 0, to: count, by: size))
        let blocks = Mutex([[Found]](repeating: [], count: starts.count))
        DispatchQueue.concurrentPerform(iterations: starts.count) { block in
            let found = search(starts[block]..<min(starts[block] + size, count))
            blocks.withLock { $0[block] = found }
        }
        return blocks.withLock { $0.flatMap(\.self) }
    }
}
