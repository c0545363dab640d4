/// How the rows of a pass are cut into parts that threads take.
///
/// Cut by the number of rows alone, so that results do not depend on the number of threads; sizes
/// are multiples of sixteen, so that products of few shapes occur.
enum RowBlocks {
    /// Rows are computed in multiples of this; the surplus holds zeros and changes nothing.
    static let rowPadding = 16
    /// A product of fewer rows spends a larger share on reading weights.
    private static let smallBlock = 96
    private static let largeBlock = 192
    /// From here on blocks are large.
    private static let manyRows = 385

    static func padded(_ rows: Int) -> Int { (rows + rowPadding - 1) / rowPadding * rowPadding }

    /// An even number of blocks, where there are rows enough, so that two threads end together.
    static func blocks(of rows: Int) -> [Range<Int>] {
        let target = rows >= manyRows ? largeBlock : smallBlock
        var count = (rows + target - 1) / target
        if rows > target { count = (count + 1) / 2 * 2 }
        let size = padded((rows + max(count, 1) - 1) / max(count, 1))
        return stride(from: 0, to: rows, by: max(size, rowPadding)).map {
            $0..<min($0 + max(size, rowPadding), rows)
        }
    }

    /// The most rows of a block.
    static func largestBlock(of rows: Int) -> Int { blocks(of: rows).map(\.count).max() ?? 0 }
}
