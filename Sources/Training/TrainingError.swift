/// Why a training ended before its last step.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// Weights are those of the step before.
    case notFinite(step: Int, stage: Int, what: String, learningRate: Double)
    case noRecords(stage: Int)
    case damagedCheckpoint(path: String, reason: String)
    case foreignCheckpoint(path: String, reason: String)
    case cannotSave(path: String, reason: String)
    case cannotTrainAllWeights(path: String, reason: String)

    package var description: String {
        switch self {
        case .notFinite(let step, let stage, let what, let learningRate):
            "The \(what) of step \(step) (stage \(stage)) is not a finite number, so the run "
                + "stopped with the weights of step \(step - 1). Lower the learning rate "
                + "(now \(learningRate)), clip gradients, or check the records of that stage."
        case .noRecords(let stage):
            "Stage \(stage) has no records to train on. Add records with split \"train\"."
        case .damagedCheckpoint(let path, let reason):
            "The checkpoint \(path) is damaged: \(reason). Resume from the one before it."
        case .foreignCheckpoint(let path, let reason):
            "The checkpoint \(path) belongs to another run: \(reason). Start a new run, or undo "
                + "the change."
        case .cannotSave(let path, let reason):
            "Cannot save a checkpoint to \(path): \(reason). Free space; the checkpoints before "
                + "it are unchanged."
        case .cannotTrainAllWeights(let path, let reason):
            "The weights of \(path) cannot all be trained: \(reason). Train an adapter on it "
                + "(promptintern train), or take another base."
        }
    }
}
