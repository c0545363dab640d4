import Kernels
import TestSupport

extension SplitMix {
    /// Uniform in -1 ..< 1.
    mutating func values(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(Int64(bitPattern: next()) >> 40) * 0x1p-23 }
    }

    mutating func buffer(_ count: Int) -> FloatBuffer { FloatBuffer(copying: values(count)) }
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
