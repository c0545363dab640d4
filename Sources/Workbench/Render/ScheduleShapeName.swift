import Prompts

/// What to call a schedule.
enum ScheduleShapeName {
    /// The shape that gives these stages, to the hundredth; else "by hand".
    static func name(of schedule: Schedule) -> String {
        guard schedule.stages.count > 1 else { return "one stage" }
        for shape in [ScheduleShape.linear, .exponential, .inverseExponential] {
            let made = Schedule.make(
                shape: shape, stageCount: schedule.stages.count, shots: schedule.largestShots,
                epochs: schedule.epochs)
            let isSame = zip(made.stages, schedule.stages).allSatisfy {
                abs($0.compressionRate - $1.compressionRate) < 0.0051 && $0.shots == $1.shots
            }
            if isSame { return shape.rawValue }
        }
        return "by hand"
    }
}
