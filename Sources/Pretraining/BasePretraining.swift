import Dialects
import Foundation
import Kernels
import LanguageModel
import Tokenizers
import Training

/// Makes a base from nothing (tokenizer, weights, card), and goes on after a stop.
package final class BasePretraining {
    package let plan: PretrainingPlan
    package let folder: URL
    private let compute: Compute
    private let corpus: PretrainingCorpus

    /// An update and the hardest rung of its documents.
    package struct Report: Sendable {
        package var step: Pretrainer.Step
        package var level: Int
    }

    package init(_ plan: PretrainingPlan, folder: URL, compute: Compute) {
        self.plan = plan
        self.folder = folder
        self.compute = compute
        corpus = PretrainingCorpus(seed: plan.seed)
    }

    /// Trains to the last step, or until `progress` says stop; then the state is kept and the next
    /// call goes on from it.
    /// - Returns: how good the base is, nil where it was stopped.
    /// - Throws: `TrainingError`, `TokenizerError`, `ModelError`.
    package func run(
        command: String, _ progress: (Report) -> Bool
    ) throws -> PretrainingMeasurement? {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let state = PretrainingState(modelFolder: folder)
        let savedStep = try state.savedStep()
        let tokenizer =
            savedStep == nil
            ? try BaseTokenizer.make(corpus: corpus, plan: plan, in: folder)
            : try Tokenizer.load(folder: folder)
        guard let end = tokenizer.id(BaseTokenizer.endOfText) else {
            throw ModelError.unreadable(
                path: folder.path, reason: "its tokenizer lacks \(BaseTokenizer.endOfText)")
        }
        let encoder = DocumentEncoder(tokenizer: tokenizer, endOfSequence: end)
        let configuration = plan.configuration(endOfSequence: end)
        let parameters = DecoderParameters.random(configuration, seed: plan.seed)
        let model = Transformer(
            configuration: configuration, parameters: parameters, compute: compute)
        let pretrainer = Pretrainer(
            model: model, parameters: parameters,
            configuration: .init(stepCount: plan.stepCount, learningRate: plan.learningRate))
        if let step = savedStep { try state.load(into: pretrainer, step: step) }
        while pretrainer.optimizer.step < plan.stepCount {
            let (forests, level) = batch(step: pretrainer.optimizer.step, encoder)
            let step = try pretrainer.step(forests)
            let goesOn = progress(Report(step: step, level: level))
            if !goesOn || step.step % plan.saveInterval == 0 { try state.save(pretrainer) }
            guard goesOn else { return nil }
        }
        let measurement = PretrainingValidation(corpus: corpus, encoder: encoder, plan: plan)
            .measure(model)
        try ModelFolderWriter.write(
            parameters, configuration, type: .bfloat16, to: folder)
        try BaseCard(plan: plan, measurement: measurement, command: command).write(to: folder)
        try state.remove()
        return measurement
    }

    /// Depends on the step and the seed alone, so that a resumed run sees what comes next.
    private func batch(step: Int, _ encoder: DocumentEncoder) -> ([SegmentForest], Int) {
        var random = LanguageModel.SeededGenerator(seed: plan.seed &* 0x9E37 &+ UInt64(step))
        var highest = 0
        let forests = (0..<plan.documentsPerStep).map { index in
            let level = plan.level(step: step, random: &random)
            highest = max(highest, level)
            let document = corpus.document(
                index: step * plan.documentsPerStep + index, difficulty: .level(level))
            // Documentation alone, examples alone and both: the base must be able to use each.
            let kind = random.index(below: 8)
            return encoder.forest(
                encoder.sequences(
                    document, hasTemplate: kind != 0 || document.examples.isEmpty,
                    hasExamples: kind != 1))
        }
        return (forests, highest)
    }
}
