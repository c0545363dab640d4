/// Points of one line, in the order of x, kept so that drawing costs the same for a hundred and
/// for a million of them.
///
/// Beside the points stands a pyramid: for every 64 points, and every 64 of those blocks, the
/// places of the least and the greatest value and whether one is missing. The extremes of any
/// stretch then take a few hundred looks.
package struct ChartSeries: Equatable, Sendable {
    /// Where the extremes of a stretch are.
    package struct Extremes: Equatable, Sendable {
        /// Indices of the first least and the first greatest value; nil where none is finite.
        package var least: Int?
        package var greatest: Int?
        /// Some value is not finite.
        package var hasGap: Bool
    }

    private struct Block: Equatable {
        var least: Int32
        var greatest: Int32
        var hasGap: Bool
    }

    /// Points a block, and blocks a block of the next level.
    static let fanOut = 64

    /// Ascending.
    package private(set) var x: [Double] = []
    /// NaN or infinite: a gap.
    package private(set) var y: [Double] = []
    private var levels: [[Block]] = []

    package init() {}

    /// A series of these points, x first.
    package init(_ points: [(Double, Double)]) {
        for (x, y) in points { append(x: x, y: y) }
    }

    package var count: Int { x.count }
    package var isEmpty: Bool { x.isEmpty }

    /// Adds a point at the end; one with an x before the last one's is left out.
    package mutating func append(x newX: Double, y newY: Double) {
        guard newX.isFinite, x.last.map({ newX >= $0 }) ?? true else { return }
        let index = x.count
        x.append(newX)
        y.append(newY)
        var size = Self.fanOut
        var level = 0
        // The next level begins when its first block would hold a full one below.
        while index / (size / Self.fanOut) > 0 || level == 0 {
            if level == levels.count { levels.append(makeLevel(blockSize: size, upTo: index)) }
            add(index, toLevel: level, blockSize: size)
            size *= Self.fanOut
            level += 1
        }
    }

    private func makeLevel(blockSize: Int, upTo end: Int) -> [Block] {
        guard end > 0 else { return [] }
        return stride(from: 0, to: end, by: blockSize).map { start in
            let found = extremes(in: start..<min(end, start + blockSize))
            return Block(
                least: Int32(found.least ?? -1), greatest: Int32(found.greatest ?? -1),
                hasGap: found.hasGap)
        }
    }

    private mutating func add(_ index: Int, toLevel level: Int, blockSize: Int) {
        let value = y[index]
        let block = index / blockSize
        if block == levels[level].count {
            let place = value.isFinite ? Int32(index) : -1
            levels[level].append(Block(least: place, greatest: place, hasGap: !value.isFinite))
            return
        }
        guard value.isFinite else {
            levels[level][block].hasGap = true
            return
        }
        let old = levels[level][block]
        if old.least < 0 || value < y[Int(old.least)] { levels[level][block].least = Int32(index) }
        if old.greatest < 0 || value > y[Int(old.greatest)] {
            levels[level][block].greatest = Int32(index)
        }
    }

    /// The first index whose x is not below a value.
    package func firstIndex(notBelow value: Double) -> Int {
        var (low, high) = (0, x.count)
        while low < high {
            let middle = (low + high) / 2
            if x[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The extremes of a stretch of indices.
    ///
    /// - Complexity: O(log(count)) blocks of 64.
    package func extremes(in range: Range<Int>) -> Extremes {
        var result = Extremes(least: nil, greatest: nil, hasGap: false)
        var index = range.lowerBound
        while index < range.upperBound {
            // The largest block that begins here and ends within the range.
            var size = 1
            var level = -1
            while level + 1 < levels.count, index % (size * Self.fanOut) == 0,
                index + size * Self.fanOut <= range.upperBound
            {
                size *= Self.fanOut
                level += 1
            }
            if level < 0 {
                merge(y[index].isFinite ? index : nil, gap: !y[index].isFinite, into: &result)
            } else {
                let block = levels[level][index / size]
                merge(block.least < 0 ? nil : Int(block.least), gap: block.hasGap, into: &result)
                merge(block.greatest < 0 ? nil : Int(block.greatest), gap: false, into: &result)
            }
            index += size
        }
        return result
    }

    private func merge(_ index: Int?, gap: Bool, into result: inout Extremes) {
        result.hasGap = result.hasGap || gap
        guard let index else { return }
        if result.least.map({ y[index] < y[$0] }) ?? true { result.least = index }
        if result.greatest.map({ y[index] > y[$0] }) ?? true { result.greatest = index }
    }

    /// Least and greatest finite value.
    package var valueRange: ClosedRange<Double>? {
        let found = extremes(in: 0..<count)
        guard let least = found.least, let greatest = found.greatest else { return nil }
        return y[least]...y[greatest]
    }
}
