import Judging
import Prompts
import Training

extension LoadedProject {
    /// What is doubtful about a plan, its learning rate and the data, as full sentences.
    package func warnings(of plan: StagePlan) -> [String] {
        plan.warnings() + warnings(plan.schedule)
    }

    /// What is doubtful about a schedule with this project's learning rate, and about the data.
    package func warnings(_ schedule: Schedule) -> [String] {
        lateQueryWarnings(schedule) + warnings
    }

    /// Of the highest learning rate, what the query alone needs at least when it first stands
    /// alone: at a seventh it was answered in 30 % where 74 % were possible (docs/results.md).
    private static let leastQueryRate = 0.25

    private func lateQueryWarnings(_ schedule: Schedule) -> [String] {
        let settings = file.training
        guard !settings.learningRateRestarts, schedule.epochs > 0,
            let first = schedule.stages.firstIndex(where: \.showsNothing), first > 0,
            let fall = LearningRateSchedule(rawValue: settings.learningRateSchedule.rawValue)
        else { return [] }
        let rates = schedule.stages.indices.map { index in
            (schedule.stages[index].learningRate ?? settings.learningRate)
                * fall.factor(
                    step: schedule.stages[..<index].reduce(0) { $0 + $1.epochs },
                    stepCount: schedule.epochs, warmupSteps: 0)
        }
        guard let highest = rates.max(), rates[first] < Self.leastQueryRate * highest else {
            return []
        }
        return [
            "When stage \(first) first shows the query alone, the learning rate has fallen to "
                + "\(FixedText.decimal(rates[first] / highest * 100, places: 0)) % of its highest: "
                + "most of what the stage should teach is not learned any more. Set "
                + "training.learning_rate_restarts: true, or give the stage more of the epochs."
        ]
    }

    /// What is doubtful about the data, as full sentences; nothing of it is forbidden.
    package var warnings: [String] {
        splitWarnings + RecordDuplicates(training: training, heldOut: heldOut).warnings
            + QueryFormats(training + heldOut).warnings
    }

    private var splitWarnings: [String] {
        guard test.isEmpty else { return [] }
        if validation.isEmpty {
            return [
                "There are no held-out records: nothing can be compared, and no one will know "
                    + "whether the training helped. Set data.validation and data.test."
            ]
        }
        return [
            "There is no test split: the comparison will be made on validation, which is what the "
                + "stages and the best checkpoint are chosen by. Set data.test."
        ]
    }
}
