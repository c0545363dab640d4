import RunEvents

/// A run of the history with its curves.
package struct OpenedRun: Sendable {
    package var detail: RunDetail
    package var curves: RunCurves
    package var scroll = 0

    /// Stages that were trained to their last step.
    package var endedStageCount: Int {
        var end = 0
        return detail.stages.prefix { stage in
            end += stage.stepCount
            return end <= detail.summary.stepsDone
        }.count
    }

    package init(_ detail: RunDetail, smoothing: Double) {
        self.detail = detail
        curves = RunCurves(smoothing: smoothing)
        for step in detail.steps { curves.append(step) }
        for evaluation in detail.evaluations { curves.append(evaluation) }
    }
}
