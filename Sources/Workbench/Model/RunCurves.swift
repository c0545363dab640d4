import RunEvents
import TerminalUI

/// The lines of a run's chart, kept up to date point by point.
package struct RunCurves: Sendable {
    package private(set) var loss = ChartSeries()
    package private(set) var smoothedLoss = ChartSeries()
    package private(set) var fullPromptLoss = ChartSeries()
    package private(set) var queryOnlyLoss = ChartSeries()
    /// The first step whose loss was no number.
    package private(set) var firstBadStep: Int?
    /// Share of the past that a smoothed point keeps, from 0 to 0.999.
    package private(set) var smoothing: Double
    private var average: ExponentialSmoothing

    /// What `+` and `-` go through.
    static let smoothings = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99]

    package init(smoothing: Double = 0.9) {
        self.smoothing = smoothing
        average = ExponentialSmoothing(weight: smoothing)
    }

    /// Adds a step; one that is there already, or an earlier one, is left out.
    package mutating func append(_ step: StepMetrics) {
        let x = Double(step.step)
        if let last = loss.x.last, x <= last { return }
        if !step.loss.isFinite && firstBadStep == nil { firstBadStep = step.step }
        loss.append(x: x, y: step.loss)
        smoothedLoss.append(x: x, y: average.next(step.loss))
    }

    /// Adds a validation result of the tuned model, or of the base before the first step.
    package mutating func append(_ evaluation: EvaluationMetrics) {
        guard evaluation.model == .tuned || evaluation.step == 0 else { return }
        guard evaluation.split == "validation" else { return }
        let x = Double(evaluation.step)
        switch evaluation.arm {
        case .fullPrompt: Self.add(x, evaluation.loss, to: &fullPromptLoss)
        case .queryOnly: Self.add(x, evaluation.loss, to: &queryOnlyLoss)
        case .stagePrompt: break
        }
    }

    private static func add(_ x: Double, _ y: Double, to series: inout ChartSeries) {
        if let last = series.x.last, x <= last { return }
        series.append(x: x, y: y)
    }

    /// Smooths all points anew with another weight.
    package mutating func smooth(_ weight: Double) {
        smoothing = weight
        average = ExponentialSmoothing(weight: weight)
        smoothedLoss = ChartSeries()
        for index in 0..<loss.count {
            smoothedLoss.append(x: loss.x[index], y: average.next(loss.y[index]))
        }
    }
}
