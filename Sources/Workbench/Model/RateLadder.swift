import Foundation

/// Learning rates as people step through them.
enum RateLadder {
    /// Within a power of ten.
    private static let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]
    static let range = 1e-7...1.0
    /// A fine step, as a factor.
    private static let fineFactor = 1.02

    /// The next rate upwards or downwards; the same at the ends.
    static func next(_ rate: Double, up: Bool, finely: Bool) -> Double {
        let moved = finely ? fine(rate, up: up) : coarse(rate, up: up)
        return min(max(moved, range.lowerBound), range.upperBound)
    }

    private static func coarse(_ rate: Double, up: Bool) -> Double {
        let exponent = Int(log10(rate).rounded(.down))
        // Written and read again, else 3 x 10^-4 is not 0.0003.
        let rungs = (exponent - 1...exponent + 1).flatMap { power in
            steps.compactMap { Double("\($0)e\(power)") }
        }
        // A hair of rounding is no step.
        return up
            ? rungs.first { $0 > rate * 1.000_001 } ?? rate
            : rungs.last { $0 < rate * 0.999_999 } ?? rate
    }

    /// To three digits.
    private static func fine(_ rate: Double, up: Bool) -> Double {
        let moved = up ? rate * fineFactor : rate / fineFactor
        return Double(String(format: "%.2e", moved)) ?? rate
    }
}
