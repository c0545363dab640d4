import Evaluation
import Foundation
import LanguageModel
import Prompts
import RunEvents
import Training

/// The base with the full prompt in view, which a run may learn from besides its labels.
///
/// Base and prompts stay as they are through a run, so each record is asked once.
struct Teacher {
    let plan: RunPlan
    let control: TrainingControl
    /// Holds the training while its user wants it held, and says so in the history.
    let waitWhileHeld: () -> Void

    /// The stages, each record with what the teacher gives its answer.
    ///
    /// - Parameters:
    ///   - model: Without an adapter.
    ///   - emit: Told what was done.
    /// - Returns: Nil where the user stopped it.
    /// - Throws: What rendering throws.
    func taughtStages(
        _ model: Transformer, _ emit: (TrainingEvent) -> Void
    ) throws -> [TrainingStage]? {
        guard let distillation = plan.configuration.distillation else { return plan.stages }
        let sequences = try plan.teacherSequences()
        let cache = TeacherCache(folder: plan.prepared.project.paths.cache)
        let key = key(sequences, temperature: distillation.temperature)
        let targets: [TeacherTargets]
        if let known = cache.read(key), known.map(\.labelCount) == sequences.map(\.labelCount) {
            targets = known
            emit(.log(.info, "Teacher: \(known.count) records known from an earlier run."))
        } else {
            guard let asked = ask(model, sequences, temperature: distillation.temperature, emit)
            else { return nil }
            targets = asked
            do { try cache.write(targets, key) } catch {
                emit(.log(.warning, "What the teacher said could not be kept: \(error)"))
            }
        }
        return attached(targets, sequences, emit)
    }

    /// One forward pass a batch; what prompts share is computed once in each.
    private func ask(
        _ model: Transformer, _ sequences: [TokenSequence], temperature: Float,
        _ emit: (TrainingEvent) -> Void
    ) -> [TeacherTargets]? {
        let start = ContinuousClock.now
        var targets: [TeacherTargets] = []
        for first in stride(from: 0, to: sequences.count, by: Evaluator.batchSize) {
            guard !control.wantsStop else { return nil }
            waitWhileHeld()
            let batch = sequences[first..<min(first + Evaluator.batchSize, sequences.count)]
            targets += model.teacherTargets(
                Array(batch), count: plan.teacherTokenCount, temperature: temperature)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let coverage =
            targets.reduce(0) { $0 + $1.coverage * Double($1.labelCount) }
            / Double(max(1, targets.reduce(0) { $0 + $1.labelCount }))
        emit(
            .log(
                .info,
                "Teacher: \(targets.count) records asked with the full prompt in "
                    + "\((seconds * 10).rounded() / 10) s; \(plan.teacherTokenCount) tokens a label "
                    + "hold \((coverage * 1_000).rounded() / 10) % of the probability."))
        return targets
    }

    /// The answer's tokens must be the same on both sides: where a merge reaches over the border
    /// to one of the prompts they are not, and the record learns from its labels alone.
    private func attached(
        _ targets: [TeacherTargets], _ taught: [TokenSequence], _ emit: (TrainingEvent) -> Void
    ) -> [TrainingStage] {
        var strayCount = 0
        let stages = plan.stages.map { stage in
            var stage = stage
            for index in stage.sequences.indices {
                let labels = stage.sequences[index].labels
                if labels.elementsEqual(taught[index].labels) {
                    stage.sequences[index].teacher = targets[index]
                } else {
                    strayCount += 1
                }
            }
            return stage
        }
        if strayCount > 0 {
            emit(
                .log(
                    .warning,
                    "Teacher: \(strayCount) prompts of all stages split their answer into other "
                        + "tokens than the full prompt does, and learn from their labels alone."))
        }
        return stages
    }

    private func key(_ sequences: [TokenSequence], temperature: Float) -> String {
        var data = Data()
        for sequence in sequences {
            sequence.tokens.withUnsafeBytes { data.append(contentsOf: $0) }
            withUnsafeBytes(of: Int32(-1 - sequence.promptCount)) { data.append(contentsOf: $0) }
        }
        return Checksum.of(
            [
                plan.modelChecksum, plan.storage.name, "\(plan.teacherTokenCount)",
                "\(temperature)", Checksum.of(data),
            ].joined(separator: "\n"))
    }
}

extension RunPlan {
    /// Tokens a label that a teacher is known by.
    var teacherTokenCount: Int {
        min(
            prepared.project.file.training.distillation.top,
            prepared.model.configuration.vocabularySize)
    }

    /// The training records with the full prompt.
    func teacherSequences() throws -> [TokenSequence] {
        let records = prepared.project.training
        let setting = PreparedProject.fullSetting(stagePlan.schedule)
        return try zip(records, stagePlan.renderedAll(records, setting: setting)).map {
            record, spans in
            let sequence = prepared.sequence(record, spans)
            try prepared.checkLength(sequence, record, stage: nil)
            return sequence
        }
    }
}

extension TokenSequence {
    fileprivate var labels: ArraySlice<Int32> { tokens[promptCount...] }
}
