/// The Gaussian error linear unit in its exact form: x · (1 + erf(x / √2)) / 2.
///
/// Source: Hendrycks and Gimpel 2016; the error function after Abramowitz and Stegun 7.1.26, which
/// is at most 1.5e-7 off.
package enum GELU {
    /// Replaces each number by its value, on the calling thread.
    package static func apply(to values: UnsafeMutablePointer<Float>, count: Int) {
        forEachVector(count) { offset, width in
            let x = loadPart(UnsafePointer(values) + offset, width)
            storePart(
                x * (1 + errorFunction(x * inverseSquareRootOf2)) * 0.5, values + offset, width)
        }
    }

    private static let inverseSquareRootOf2: Float = 0.707_106_78

    @inline(__always)
    private static func errorFunction(_ value: Lanes) -> Lanes {
        let isNegative = value .< 0
        let x = value.replacing(with: -value, where: isNegative)
        let t = 1 / multiplyAdd(x, Lanes(repeating: 0.327_591_1), Lanes(repeating: 1))
        var p = multiplyAdd(t, Lanes(repeating: 1.061_405_4), Lanes(repeating: -1.453_152))
        p = multiplyAdd(p, t, Lanes(repeating: 1.421_413_7))
        p = multiplyAdd(p, t, Lanes(repeating: -0.284_496_74))
        p = multiplyAdd(p, t, Lanes(repeating: 0.254_829_6))
        let result = 1 - p * t * expLanes(-(x * x))
        return result.replacing(with: -result, where: isNegative)
    }
}
