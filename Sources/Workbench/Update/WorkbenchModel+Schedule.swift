import Prompts

extension WorkbenchModel {
    mutating func performInSchedule(_ action: WorkbenchAction) -> [WorkbenchEffect] {
        switch action {
        case .up: selectStage(schedule.selected - 1)
        case .down: selectStage(schedule.selected + 1)
        case .first: selectStage(0)
        case .last: selectStage(schedule.schedule.stages.count - 1)
        case .nextColumn: schedule.column = schedule.column.next
        case .previousColumn: schedule.column = schedule.column.previous
        case .increase: changeCell(rate: 5, count: 1, finely: false)
        case .decrease: changeCell(rate: -5, count: -1, finely: false)
        case .increaseFinely: changeCell(rate: 1, count: 1, finely: true)
        case .decreaseFinely: changeCell(rate: -1, count: -1, finely: true)
        case .resetCell: resetCell()
        case .addStage: addStage()
        case .removeStage: removeStage()
        case .presetLinear: preset(.linear)
        case .presetExponential: preset(.exponential)
        case .presetInverseExponential: preset(.inverseExponential)
        case .undo: _ = schedule.undo()
        case .redo: _ = schedule.redo()
        case .revertSchedule:
            let saved = schedule.saved
            _ = schedule.edit { $0 = saved }
        case .saveSchedule:
            return [
                .send(.saveSchedule(schedule.schedule, revision: schedule.revision))
            ]
        default: break
        }
        return []
    }

    private mutating func selectStage(_ index: Int) {
        schedule.selected = min(max(0, index), max(0, schedule.schedule.stages.count - 1))
    }

    /// - Parameters:
    ///   - rate: Hundredths to add to tau.
    ///   - count: What to add to a number of examples, epochs or steps; its sign moves the learning
    ///     rate.
    ///   - finely: By small steps of the learning rate.
    private mutating func changeCell(rate: Int, count: Int, finely: Bool) {
        let index = schedule.selected
        let column = schedule.column
        let (ownRate, ownWarmup) = (
            project.value?.learningRate ?? 0, project.value?.warmupSteps ?? 0
        )
        let isChanged = schedule.edit { schedule in
            guard schedule.stages.indices.contains(index) else { return }
            switch column {
            case .compressionRate:
                // In whole hundredths, else twenty steps of 0.05 do not lead to 1.
                let old = (schedule.stages[index].compressionRate * 100).rounded()
                schedule.stages[index].compressionRate = min(max(0, old + Double(rate)), 100) / 100
            case .shots:
                schedule.stages[index].shots = min(max(0, schedule.stages[index].shots + count), 99)
            case .epochs:
                schedule.stages[index].epochs = min(
                    max(1, schedule.stages[index].epochs + count), 999)
            case .learningRate:
                let old = schedule.stages[index].learningRate ?? ownRate
                guard old > 0 else { return }
                schedule.stages[index].learningRate = RateLadder.next(
                    old, up: count > 0, finely: finely)
            case .warmupSteps:
                // Only the first stage has the run's warm-up, unless another one has its own.
                let old = schedule.stages[index].warmupSteps ?? (index == 0 ? ownWarmup : 0)
                schedule.stages[index].warmupSteps = min(max(0, old + count), 9_999)
            }
        }
        if !isChanged, !schedule.schedule.stages.isEmpty {
            show("\(column.title) can go no further.", .warning)
        }
    }

    private mutating func resetCell() {
        let (index, column) = (schedule.selected, schedule.column)
        _ = schedule.edit { schedule in
            guard schedule.stages.indices.contains(index) else { return }
            if column == .learningRate { schedule.stages[index].learningRate = nil }
            if column == .warmupSteps { schedule.stages[index].warmupSteps = nil }
        }
    }

    /// Adds a stage half-way between this one and the next.
    private mutating func addStage() {
        let index = schedule.selected
        let isChanged = schedule.edit { schedule in
            guard schedule.stages.count < 20 else { return }
            guard schedule.stages.indices.contains(index) else {
                schedule.stages.append(StageSetting(compressionRate: 1, shots: 0, epochs: 1))
                return
            }
            let here = schedule.stages[index]
            let next = index + 1 < schedule.stages.count ? schedule.stages[index + 1] : here
            let rate = ((here.compressionRate + next.compressionRate) * 50).rounded() / 100
            schedule.stages.insert(
                StageSetting(
                    compressionRate: rate, shots: (here.shots + next.shots) / 2,
                    epochs: here.epochs, learningRate: here.learningRate),
                at: index + 1)
        }
        if isChanged {
            selectStage(index + 1)
        } else {
            show("A schedule has at most 20 stages.", .warning)
        }
    }

    private mutating func removeStage() {
        let index = schedule.selected
        _ = schedule.edit { schedule in
            guard schedule.stages.indices.contains(index) else { return }
            schedule.stages.remove(at: index)
        }
    }

    private mutating func preset(_ shape: ScheduleShape) {
        let isChanged = schedule.edit { schedule in
            // A shape is of prompts. How long each stage lasts stays what the user made it.
            let epochs = schedule.stages.map(\.epochs)
            schedule = .make(
                shape: shape, stageCount: schedule.stages.count, shots: schedule.largestShots,
                epochs: schedule.epochs)
            for index in schedule.stages.indices {
                schedule.stages[index].epochs = epochs[index]
                // What the table shows is what is trained.
                let rate = schedule.stages[index].compressionRate
                schedule.stages[index].compressionRate = (rate * 100).rounded() / 100
            }
        }
        show(
            isChanged
                ? "The schedule is \(shape.rawValue) now; u takes it back."
                : "The schedule is \(shape.rawValue) already.")
    }
}
