extension WorkbenchModel {
    mutating func performInTrain(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .startTraining:
            training.isStarting = true
            training.failure = nil
            return [.send(.startTraining(schedule.schedule))]
        case .pauseTraining: return [.send(.pauseTraining)]
        case .resumeTraining: return [.send(.resumeTraining)]
        case .stopTraining:
            let name = training.header.map { "\"\($0.name)\"" } ?? "The run"
            overlay = .confirmation(
                Confirmation(
                    subject: .stopTraining, title: "Stop the training?",
                    text: "\(name) stops at a checkpoint and can be continued later with c in "
                        + "Runs.",
                    answer: "stop it"))
        case .smoothMore: smooth(1)
        case .smoothLess: smooth(-1)
        default: break
        }
        return []
    }

    /// Goes along the weights of smoothing, in both charts alike.
    mutating func smooth(_ steps: Int) {
        let weights = RunCurves.smoothings
        let index = weights.firstIndex(of: training.curves.smoothing) ?? 0
        let weight = weights[min(max(0, index + steps), weights.count - 1)]
        training.curves.smooth(weight)
        runs.opened?.curves.smooth(weight)
        show(weight == 0 ? "The curve is not smoothed." : "Smoothing \(weight).")
    }
}
