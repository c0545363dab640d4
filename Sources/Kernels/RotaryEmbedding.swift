import Foundation

/// Rotary position embedding: pairs (i, i + headWidth/2) of a head are turned by an angle that
/// grows with the token's position.
///
/// Source: Su et al. 2021, in the half-split layout of Hugging Face's `rotate_half`.
package final class RotaryEmbedding {
    package let headWidth: Int
    /// Radians a position, one for each pair.
    package let frequencies: [Double]
    /// What the turned pair is multiplied with; not 1 in YaRN only.
    package let attentionFactor: Double

    private var positionCount = 0
    private var cosines = FloatBuffer(count: 0)
    private var sines = FloatBuffer(count: 0)

    package init(headWidth: Int, frequencies: [Double], attentionFactor: Double = 1) {
        precondition(headWidth % 2 == 0 && frequencies.count == headWidth / 2)
        self.headWidth = headWidth
        self.frequencies = frequencies
        self.attentionFactor = attentionFactor
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
                newCosines.pointer[position * half + pair] = Float(cos(angle) * attentionFactor)
                newSines.pointer[position * half + pair] = Float(sin(angle) * attentionFactor)
            }
        }
        (cosines, sines, positionCount) = (newCosines, newSines, newCount)
    }

    /// Turns all heads of each row in place, on the calling thread; `isInverse` turns back, which
    /// is the gradient.
    ///
    /// Shapes: values (rows, heads · headWidth), floats; positions (rows), all prepared.
    package func apply(
        _ values: Matrix, rows: Int, heads: Int, positions: UnsafePointer<Int32>,
        isInverse: Bool = false
    ) {
        let half = headWidth / 2
        let sign: Float = isInverse ? -1 : 1
        for row in 0..<rows {
            let offset = Int(positions[row]) * half
            let c = UnsafePointer(cosines.pointer + offset)
            let s = UnsafePointer(sines.pointer + offset)
            let start = values.from(row: row).floats
            for head in 0..<heads {
                let first = start + head * headWidth
                turn(first, first + half, c, s, sign: sign, count: half)
            }
        }
    }

    private func turn(
        _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>,
        _ c: UnsafePointer<Float>, _ s: UnsafePointer<Float>, sign: Float, count: Int
    ) {
        forEachVector(count) { offset, width in
            let x = loadPart(UnsafePointer(a) + offset, width)
            let y = loadPart(UnsafePointer(b) + offset, width)
            let cosine = loadPart(c + offset, width)
            let sine = loadPart(s + offset, width) * sign
            storePart(x * cosine - y * sine, a + offset, width)
            storePart(y * cosine + x * sine, b + offset, width)
        }
    }
}
