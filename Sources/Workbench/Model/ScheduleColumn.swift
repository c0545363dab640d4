/// A column of the schedule that can be changed.
package enum ScheduleColumn: Int, Sendable, CaseIterable {
    case compressionRate, shots, epochs, learningRate, warmupSteps

    var next: ScheduleColumn { Self(rawValue: rawValue + 1) ?? .compressionRate }
    var previous: ScheduleColumn { Self(rawValue: rawValue - 1) ?? .warmupSteps }

    package var title: String {
        switch self {
        case .compressionRate: "τ"
        case .shots: "k"
        case .epochs: "epochs"
        case .learningRate: "The learning rate"
        case .warmupSteps: "The warm-up"
        }
    }
}
