/// How much of a side a part gets.
package enum Length: Equatable, Sendable {
    /// So many cells, as far as they are there.
    case fixed(Int)
    /// A share of what the fixed ones leave, by weight.
    case fill(Int = 1)
}

extension Rect {
    /// Parts from left to right.
    package func columns(_ lengths: [Length]) -> [Rect] {
        var at = x
        return Self.sizes(lengths, of: width).map { size in
            defer { at += size }
            return Rect(x: at, y: y, width: size, height: height)
        }
    }

    /// Parts from top to bottom.
    package func rows(_ lengths: [Length]) -> [Rect] {
        var at = y
        return Self.sizes(lengths, of: height).map { size in
            defer { at += size }
            return Rect(x: x, y: at, width: width, height: size)
        }
    }

    private static func sizes(_ lengths: [Length], of total: Int) -> [Int] {
        var left = total
        var weights = 0
        var sizes = lengths.map { length -> Int in
            switch length {
            case .fixed(let wanted):
                let size = min(max(0, wanted), left)
                left -= size
                return size
            case .fill(let weight):
                weights += max(0, weight)
                return 0
            }
        }
        for (index, length) in lengths.enumerated() {
            guard case .fill(let weight) = length, weights > 0 else { continue }
            sizes[index] = left * max(0, weight) / weights
            left -= sizes[index]
            weights -= max(0, weight)
        }
        return sizes
    }
}
