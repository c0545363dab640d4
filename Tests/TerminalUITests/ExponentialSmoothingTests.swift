import Testing

@testable import TerminalUI

@Suite struct ExponentialSmoothingTests {
    @Test func aConstantSeriesStaysExactlyConstant() {
        var smoothing = ExponentialSmoothing(weight: 0.97)
        for _ in 0..<1000 { #expect(smoothing.next(0.1) == 0.1) }
    }

    @Test func valuesAreThoseOfTheDebiasedAverage() {
        var smoothing = ExponentialSmoothing(weight: 0.9)
        var (sum, power) = (0.0, 1.0)
        for index in 0..<50 {
            let value = Double(index % 7)
            sum = sum * 0.9 + 0.1 * value
            power *= 0.9
            #expect(abs(smoothing.next(value) - sum / (1 - power)) < 1e-12)
        }
    }

    @Test func aValueThatIsNoNumberLeavesTheAverageAlone() {
        var smoothing = ExponentialSmoothing(weight: 0.5)
        _ = smoothing.next(2)
        #expect(smoothing.next(.nan).isNaN)
        #expect(smoothing.next(2) == 2)
    }

    @Test func weightZeroChangesNothing() {
        var smoothing = ExponentialSmoothing(weight: 0)
        for value in [3.5, -1, 7] { #expect(smoothing.next(value) == value) }
    }
}
