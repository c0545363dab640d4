import JSONText
import Training

/// Where a pretraining stands: its updates, and its place on the ladder.
struct PretrainingPlace: Equatable {
    var step: Int
    var ladder: PretrainingLadder
}

extension PretrainerState {
    /// The place of the newest state that is whole; nil where there is none.
    /// - Throws: `TrainingError.damagedCheckpoint`.
    func place() throws -> PretrainingPlace? {
        guard let (step, notes) = try saved() else { return nil }
        guard let rung = notes["rung"]?.intValue,
            (0...PretrainingLadder.highestRung).contains(rung),
            let updates = notes["rung_updates"]?.intValue
        else { throw damaged("it does not say on which rung it stands") }
        return PretrainingPlace(
            step: step,
            ladder: PretrainingLadder(
                rung: rung, updates: updates, loss: notes["rung_loss"]?.doubleValue))
    }

    /// Keeps the training with its place on the ladder.
    func save(_ pretrainer: Pretrainer, _ ladder: PretrainingLadder) throws {
        try save(
            pretrainer,
            notes: [
                ("rung", .integer(ladder.rung)), ("rung_updates", .integer(ladder.updates)),
                ("rung_loss", ladder.loss.map { .number($0) } ?? .null),
            ])
    }
}
