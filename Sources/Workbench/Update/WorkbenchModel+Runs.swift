extension WorkbenchModel {
    mutating func performInRuns(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .up: moveInRuns(-1)
        case .down: moveInRuns(1)
        case .pageUp: moveInRuns(-10)
        case .pageDown: moveInRuns(10)
        case .first: runs.selected = 0
        case .last: runs.selected = max(0, (runs.list?.count ?? 0) - 1)
        case .smoothMore: smooth(1)
        case .smoothLess: smooth(-1)
        case .closeRun:
            runs.opened = nil
            runs.opening = nil
        case .openRun:
            guard let run = runs.selectedRun else { return [] }
            runs.opening = run.id
            return [.send(.openRun(run.id))]
        case .refreshRuns: return [.send(.listRuns)]
        case .measureRun:
            if runs.measuring != nil {
                runs.measuring?.isStopping = true
                return [.send(.stopMeasuring)]
            }
            guard let run = targetRun else { return [] }
            runs.measuring = .init(id: run.id)
            show("Run \(run.id) is being measured; m stops it.")
            return [.send(.measureRun(run.id))]
        case .continueRun:
            guard let run = targetRun else { return [] }
            training.isStarting = true
            pane = .train
            return [.send(.continueRun(run.id))]
        case .branchRun:
            guard let opened = runs.opened else { return [] }
            overlay = .choice(branchChoice(opened))
        case .deleteRun:
            guard let run = targetRun else { return [] }
            overlay = .confirmation(
                Confirmation(
                    subject: .deleteRun(run.id), title: "Delete a run?",
                    text: "\"\(run.name)\" (run \(run.id)) goes with its \(run.stepsDone) steps, "
                        + "its answers and its checkpoints. This cannot be taken back.",
                    answer: "delete it"))
        default: break
        }
        return []
    }

    /// The stages after which a run can branch off, and what would follow.
    private func branchChoice(_ opened: OpenedRun) -> Choice {
        let next = schedule.schedule.stages
        let run = opened.detail.summary
        let options = (0..<min(opened.endedStageCount, next.count - 1)).map { index in
            let following = next[(index + 1)...].map {
                "τ \(NumberText.rate($0.compressionRate)) k \($0.shots) × \($0.epochs)"
            }
            return "after stage \(index), then \(following.joined(separator: ", "))"
        }
        return Choice(
            subject: .branchRun(run.id), title: "Branch off run \(run.id)",
            text:
                "A new run takes over what \"\(run.name)\" has learned at the end of a stage, and "
                + "goes on with the stages that the Schedule pane has after it (τ, examples, "
                + "epochs). The run itself stays as it is.", options: options)
    }

    mutating func branch(_ id: RunID, afterStage stage: Int) -> [WorkbenchEffect] {
        training.isStarting = true
        training.failure = nil
        pane = .train
        return [.send(.branchRun(id, afterStage: stage, schedule.schedule))]
    }

    private mutating func moveInRuns(_ steps: Int) {
        if runs.opened != nil {
            let scroll = (runs.opened?.scroll ?? 0) + steps
            let limit = RunDetailView.scrollLimit(in: self)
            runs.opened?.scroll = min(max(0, scroll), limit)
        } else {
            runs.selected = min(max(0, runs.selected + steps), max(0, (runs.list?.count ?? 0) - 1))
        }
    }
}
