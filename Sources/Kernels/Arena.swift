/// Memory of a step: pieces are taken one after the other and given back all at once.
///
/// The first steps may add blocks; `reset` merges them into one as large as all of them, so that a
/// training that has seen its largest batch allocates nothing any more.
package final class Arena {
    private var blocks: [MemoryBlock] = []
    private var used = 0
    private var usedBefore = 0
    /// The most bytes that were taken between two resets.
    package private(set) var peakByteCount = 0

    private static let smallestBlock = 1 << 18
    /// The one address that a measuring arena hands out.
    private let nowhere: MemoryBlock?

    /// - Parameter measuresOnly: counts what is taken without having it; the pieces must not be
    ///   touched.
    package init(measuresOnly: Bool = false) {
        nowhere = measuresOnly ? MemoryBlock(byteCount: FloatBuffer.alignment) : nil
    }

    /// Bytes that a piece occupies.
    package static func rounded(_ byteCount: Int) -> Int {
        (byteCount + FloatBuffer.alignment - 1) / FloatBuffer.alignment * FloatBuffer.alignment
    }

    /// Takes memory whose content is undefined and which lives until the next `reset`.
    package func takeBytes(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let rounded = Self.rounded(byteCount)
        if let nowhere {
            used += rounded
            peakByteCount = max(peakByteCount, used)
            return nowhere.start
        }
        if blocks.isEmpty || used + rounded > blocks[blocks.count - 1].byteCount {
            usedBefore += used
            used = 0
            blocks.append(MemoryBlock(byteCount: max(rounded, Self.smallestBlock)))
        }
        let piece = blocks[blocks.count - 1].start + used
        used += rounded
        peakByteCount = max(peakByteCount, usedBefore + used)
        return piece
    }

    /// Takes floats of undefined content.
    package func take(_ count: Int) -> UnsafeMutablePointer<Float> {
        takeBytes(count * MemoryLayout<Float>.stride).bindMemory(to: Float.self, capacity: count)
    }

    /// Takes floats that are zero.
    package func takeZeros(_ count: Int) -> UnsafeMutablePointer<Float> {
        let piece = take(count)
        piece.update(repeating: 0, count: count)
        return piece
    }

    /// Takes rows of undefined content, one behind the other.
    package func takeMatrix(rows: Int, width: Int, _ type: ScalarType) -> Matrix {
        Matrix(takeBytes(rows * width * type.byteCount), type, stride: width)
    }

    /// Gives everything back.
    ///
    /// Pieces taken before are invalid from here on.
    package func reset() {
        if blocks.count > 1 {
            let total = blocks.reduce(0) { $0 + $1.byteCount }
            blocks = []
            blocks = [MemoryBlock(byteCount: total)]
        }
        used = 0
        usedBefore = 0
    }

    /// Makes sure that so much can be taken from one block, of an arena that has just been reset.
    ///
    /// Memory that is touched for the first time costs more than a step's work on it, so a block is
    /// only replaced by a larger one, and with some room to grow.
    package func reserve(_ byteCount: Int) {
        guard nowhere == nil, blocks.count != 1 || blocks[0].byteCount < byteCount else { return }
        blocks = []
        blocks = [MemoryBlock(byteCount: byteCount + byteCount / 16)]
    }

    /// Gives everything back to the system as well.
    package func free() {
        blocks = []
        used = 0
        usedBefore = 0
    }
}
