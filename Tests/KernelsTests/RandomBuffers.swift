import Kernels
import TestSupport

extension SplitMix {
    /// Uniform in -1 ..< 1.
    mutating func values(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(Int64(bitPattern: next()) >> 40) * 0x1p-23 }
    }

    mutating func buffer(_ count: Int) -> FloatBuffer { FloatBuffer(copying: values(count)) }

    /// Rows of numbers uniform in -scale ..< scale.
    mutating func rows(
        _ rows: Int, _ width: Int, _ type: ScalarType = .float32, gap: Int = 0, scale: Float = 1
    ) -> TypedRows {
        TypedRows(
            values(rows * width).map { $0 * scale }, rows: rows, width: width, type, gap: gap)
    }
}

/// The norm of the difference as a share of the norm of what was expected.
func relativeDifference(_ found: [Float], _ expected: [Double]) -> Double {
    precondition(found.count == expected.count)
    var difference = 0.0
    var norm = 0.0
    for (a, b) in zip(found, expected) {
        difference += (Double(a) - b) * (Double(a) - b)
        norm += b * b
    }
    return (difference / max(norm, 1e-30)).squareRoot()
}

/// The nearest number with 8 bits of precision, ties to even: the definition, not the kernels' way.
func roundedToBFloat16(_ value: Float) -> Float {
    let low = value.bitPattern & 0xFFFF_0000
    let below = Float(bitPattern: low)
    guard below != value else { return value }
    let above = Float(bitPattern: low &+ 0x1_0000)
    let (down, up) = (abs(Double(value) - Double(below)), abs(Double(above) - Double(value)))
    if down != up { return down < up ? below : above }
    return low & 0x1_0000 == 0 ? below : above
}
