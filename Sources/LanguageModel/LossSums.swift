import Kernels

/// Sums of a batch's losses over its labels.
package struct LossSums: Sendable, Equatable {
    /// What is minimised: each loss times its label's weight.
    package var objective = 0.0
    /// Of the answers' labels, in nats.
    package var crossEntropy = 0.0
    /// Of the answers from what a teacher says, where there is one, in nats.
    package var divergence = 0.0
    /// Of the labels that teach to write the prompt, in nats.
    package var promptCrossEntropy = 0.0

    package init() {}

    mutating func add(
        _ parts: DistillationLoss.Parts, _ label: SegmentForest.Label,
        _ distillation: DistillationLoss?
    ) {
        switch label.task {
        case .answer: crossEntropy += Double(parts.crossEntropy)
        case .prompt: promptCrossEntropy += Double(parts.crossEntropy)
        }
        divergence += Double(parts.divergence)
        objective +=
            Double(label.weight)
            * Double(distillation.map { $0.objective(parts) } ?? parts.crossEntropy)
    }

    package static func += (sums: inout LossSums, more: LossSums) {
        sums.objective += more.objective
        sums.crossEntropy += more.crossEntropy
        sums.divergence += more.divergence
        sums.promptCrossEntropy += more.promptCrossEntropy
    }
}
