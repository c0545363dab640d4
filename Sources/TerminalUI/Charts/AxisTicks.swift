import Foundation

/// Round numbers along an axis, with labels in as few digits as tell them apart.
package struct AxisTicks: Equatable, Sendable {
    package let values: [Double]
    package let labels: [String]

    /// - Parameters:
    ///   - range: What the axis shows; ticks lie within.
    ///   - limit: At most so many ticks.
    ///   - isWhole: Only whole numbers, as for steps.
    package init(in range: ClosedRange<Double>, limit: Int, isWhole: Bool = false) {
        let span = range.upperBound - range.lowerBound
        guard limit > 0, span.isFinite, range.lowerBound.isFinite else {
            values = []
            labels = []
            return
        }
        guard span > 0, limit > 1 else {
            values = [range.lowerBound]
            labels = [Self.label(range.lowerBound, step: max(abs(range.lowerBound), 1))]
            return
        }
        var step = Self.step(span: span, limit: limit)
        if isWhole { step = max(1, step.rounded(.up)) }
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 1000 else {
            values = []
            labels = []
            return
        }
        values = (0...Int(last - first)).map { (first + Double($0)) * step }
        labels = values.map { Self.label($0, step: step) }
    }

    /// 1, 2, 2.5 or 5 times a power of ten, the least with at most `limit` ticks in a span.
    private static func step(span: Double, limit: Int) -> Double {
        let rough = span / Double(max(1, limit - 1))
        let power = pow(10, log10(rough).rounded(.down))
        for factor in [1, 2, 2.5, 5, 10] where factor * power >= rough * (1 - 1e-9) {
            return factor * power
        }
        return 10 * power
    }

    /// A number with the decimals that its step has; thousands and millions as `k` and `M`.
    package static func label(_ value: Double, step: Double) -> String {
        let size = max(abs(value), step)
        if step >= 1_000_000 { return decimal(value / 1_000_000, step / 1_000_000) + "M" }
        if step >= 1000 || (size >= 10_000 && step >= 100) {
            return value == 0 ? "0" : decimal(value / 1000, step / 1000) + "k"
        }
        if step < 1e-4 { return String(format: "%.1e", value) }
        return decimal(value, step)
    }

    private static func decimal(_ value: Double, _ step: Double) -> String {
        var digits = 0
        var scaled = step
        while digits < 4, abs(scaled - scaled.rounded()) > 1e-6 * max(1, scaled) {
            scaled *= 10
            digits += 1
        }
        // Not "-0".
        let rounded = value == 0 || abs(value) < step * 1e-6 ? 0 : value
        return String(format: "%.\(digits)f", rounded)
    }
}
