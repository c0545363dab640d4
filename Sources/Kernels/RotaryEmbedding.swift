import Foundation

/// Rotary position embedding: pairs (i, i + headWidth/2) of a head are turned by an angle that
/// grows with the token's position.
///
/// Source: Su et al. 2021, in the half-split layout of Hugging Face's `rotate_half`.
package final class RotaryEmbedding {
    package let headWidth: Int
    /// Radians a position, one for each pair.
    package let frequencies: [Double]

    private var positionCount = 0
    private var cosines = FloatBuffer(count: 0)
    private var sines = FloatBuffer(count: 0)

    package init(headWidth: Int, frequencies: [Double]) {
        precondition(headWidth % 2 == 0 && frequencies.count == headWidth / 2)
        self.headWidth = headWidth
        self.frequencies = frequencies
    }

    /// Makes sure that positions below `count` are tabulated.
    package func prepare(positions count: Int) {
        guard count > positionCount else { return }
        let half = headWidth / 2
        // Doubling keeps the cost of a growing context linear.
        let newCount = max(count, positionCount * 2, 256)
        let newCosines = FloatBuffer(count: newCount * half)
        let newSines = FloatBuffer(count: newCount * half)
        for position in 0..<newCount {
            for pair in 0..<half {
                let angle = Double(position) * frequencies[pair]
                newCosines.pointer[position * half + pair] = Float(cos(angle))
                newSines.pointer[position * half + pair] = Float(sin(angle))
            }
        }
        (cosines, sines, positionCount) = (newCosines, newSines, newCount)
    }

    /// Turns all heads of each row in place; `isInverse` turns back, which is the gradient.
    ///
    /// Shapes: values (rows, heads · headWidth); positions (rows).
    package func apply(
        _ values: UnsafeMutablePointer<Float>, rows: Int, heads: Int,
        positions: UnsafePointer<Int32>, isInverse: Bool = false, on compute: Compute
    ) {
        let half = headWidth / 2
        let sign: Float = isInverse ? -1 : 1
        compute.forEachBlock(of: rows) { range in
            for row in range {
                let offset = Int(positions[row]) * half
                let c = UnsafePointer(cosines.pointer + offset)
                let s = UnsafePointer(sines.pointer + offset)
                for head in 0..<heads {
                    let first = values + (row * heads + head) * headWidth
                    turn(first, first + half, c, s, sign: sign, count: half)
                }
            }
        }
    }

    private func turn(
        _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
        _ c: UnsafePointer<Float>, _ s: UnsafePointer<Float>, sign: Float, count: Int
    ) {
        var index = 0
        while index + laneCount <= count {
            let (x, y) = (loadLanes(a + index), loadLanes(b + index))
            let (cosine, sine) = (loadLanes(c + index), loadLanes(s + index) * sign)
            storeLanes(x * cosine - y * sine, a + index)
            storeLanes(y * cosine + x * sine, b + index)
            index += laneCount
        }
        while index < count {
            let (x, y, sine) = (a[index], b[index], s[index] * sign)
            a[index] = x * c[index] - y * sine
            b[index] = y * c[index] + x * sine
            index += 1
        }
    }
}
