import Foundation

/// The stages of a training, from the full prompt to the query alone.
package struct Schedule: Sendable, Equatable {
    package var stages: [StageSetting]

    /// An explicit list of stages.
    package init(stages: [StageSetting]) { self.stages = stages }

    /// The stages of a shape.
    ///
    /// One stage means the full prompt throughout: direct fine-tuning.
    /// - Parameters:
    ///   - shape: How the share falls.
    ///   - stageCount: At least 1; less counts as 1.
    ///   - shots: Examples in the first stage (K); less than 0 counts as 0.
    ///   - epochs: The sum over all stages. It is split evenly, the first stages take the
    ///     remainder, and each stage has at least one, so that a sum below the number of stages
    ///     grows to it.
    ///   - curvature: The exponential shapes' c.
    ///   - shotsShape: How the number of examples falls; as the share where nil.
    ///   - lastShare: Of the epochs, what the last stage takes, 0 to 1; the others share the rest.
    ///     Nil splits evenly.
    /// - Returns: The shape's stages, in order.
    package static func make(
        shape: ScheduleShape, stageCount: Int, shots: Int, epochs: Int, curvature: Double = 3,
        shotsShape: ScheduleShape? = nil, lastShare: Double? = nil
    ) -> Schedule {
        let count = max(1, stageCount)
        let epochCounts = split(epochs, over: count, lastShare: lastShare)
        let stages = (0..<count).map { stage in
            let progress = count == 1 ? 0 : Double(stage) / Double(count - 1)
            let share = shape.share(at: progress, curvature: curvature)
            let shotsShare = (shotsShape ?? shape).share(at: progress, curvature: curvature)
            return StageSetting(
                compressionRate: share,
                shots: roundHalvesUp(Double(max(0, shots)) * shotsShare),
                epochs: epochCounts[stage])
        }
        return Schedule(stages: stages)
    }

    /// The sum over all stages.
    package var epochs: Int { stages.reduce(0) { $0 + $1.epochs } }

    /// The most examples that any stage asks for (K).
    package var largestShots: Int { stages.map(\.shots).max() ?? 0 }

    /// A half that rounding made a hair smaller (5 x (1 - 0.9)) is still a half.
    private static func roundHalvesUp(_ value: Double) -> Int {
        Int((value + 0.5 + 1e-9).rounded(.down))
    }

    private static func split(_ epochs: Int, over count: Int, lastShare: Double?) -> [Int] {
        guard let lastShare, count > 1 else { return splitEvenly(epochs, over: count) }
        // The others keep at least one each.
        let last = min(max(1, roundHalvesUp(Double(epochs) * lastShare)), epochs - (count - 1))
        return splitEvenly(epochs - last, over: count - 1) + [max(1, last)]
    }

    /// Shares of a total, at least 1 each, the first ones taking the remainder.
    package static func splitEvenly(_ total: Int, over count: Int) -> [Int] {
        let total = max(total, count)
        return (0..<count).map { total / count + ($0 < total % count ? 1 : 0) }
    }
}
