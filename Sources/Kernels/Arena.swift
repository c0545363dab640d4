/// Scratch memory of a step: pieces are taken one after the other and given back all at once.
///
/// The first steps may add blocks; `reset` merges them into one as large as all of them, so that a
/// training that has seen its largest batch allocates nothing any more.
package final class Arena {
    private var blocks: [FloatBuffer] = []
    private var used = 0
    private var usedBefore = 0
    /// The most floats that were taken between two resets.
    package private(set) var peakCount = 0

    private static let smallestBlock = 1 << 16
    private static let lanes = FloatBuffer.alignment / MemoryLayout<Float>.stride

    package init() {}

    /// Takes memory whose content is undefined and which lives until the next `reset`.
    package func take(_ count: Int) -> UnsafeMutablePointer<Float> {
        let rounded = (count + Self.lanes - 1) / Self.lanes * Self.lanes
        if blocks.isEmpty || used + rounded > blocks[blocks.count - 1].count {
            usedBefore += used
            used = 0
            blocks.append(FloatBuffer(count: max(rounded, Self.smallestBlock)))
        }
        let piece = blocks[blocks.count - 1].pointer + used
        used += rounded
        peakCount = max(peakCount, usedBefore + used)
        return piece
    }

    /// Takes memory filled with zeros.
    package func takeZeros(_ count: Int) -> UnsafeMutablePointer<Float> {
        let piece = take(count)
        piece.update(repeating: 0, count: count)
        return piece
    }

    /// Gives everything back.
    ///
    /// Pieces taken before are invalid from here on.
    package func reset() {
        if blocks.count > 1 {
            let total = blocks.reduce(0) { $0 + $1.count }
            blocks = []
            blocks = [FloatBuffer(count: total)]
        }
        used = 0
        usedBefore = 0
    }

    /// Where the arena stands, to give back what a part of a step took.
    package struct Mark {
        fileprivate let blockCount: Int
        fileprivate let used: Int
        fileprivate let usedBefore: Int
    }

    /// The present place, for `release`.
    package func mark() -> Mark {
        Mark(blockCount: blocks.count, used: used, usedBefore: usedBefore)
    }

    /// Gives back what was taken since the mark.
    ///
    /// Blocks added since are kept, so this frees memory
    /// for re-use only within the block of the mark.
    package func release(to mark: Mark) {
        guard mark.blockCount == blocks.count else { return }
        used = mark.used
        usedBefore = mark.usedBefore
    }
}
