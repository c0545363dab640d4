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

    /// An update and where the ladder stands after it.
    package struct Report: Sendable {
        package var step: Pretrainer.Step
        package var ladder: PretrainingLadder
        package var documentCount: Int
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
    ) throws -> PretrainingExam? {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let state = PretrainerState(modelFolder: folder)
        let place = try state.place()
        if place == nil, let base = plan.base { try BaseTexts.copy(from: base, to: folder) }
        let tokenizer =
            place == nil && plan.base == nil
            ? try BaseTokenizer.make(corpus: corpus, plan: plan, in: folder)
            : try Tokenizer.load(folder: folder)
        guard let end = tokenizer.id(BaseTokenizer.endOfText) else {
            throw ModelError.unreadable(
                path: folder.path, reason: "its tokenizer lacks \(BaseTokenizer.endOfText)")
        }
        let encoder = DocumentEncoder(tokenizer: tokenizer, endOfSequence: end)
        let configuration =
            try plan.base.map { try ModelConfiguration(file: $0.appending(path: "config.json")) }
            ?? plan.configuration(endOfSequence: end)
        if let reason = Pretrainer.objection(to: configuration) {
            throw TrainingError.cannotTrainAllWeights(
                path: plan.base?.path ?? folder.path, reason: reason)
        }
        let parameters =
            try plan.base.map { try DecoderParameters.load(configuration, from: $0) }
            ?? DecoderParameters.random(configuration, seed: plan.seed)
        let model = Transformer(
            configuration: configuration, parameters: parameters,
            storage: .fastest(on: compute), compute: compute)
        let pretrainer = Pretrainer(
            model: model, parameters: parameters,
            configuration: .init(
                stepCount: plan.stepCount, learningRate: plan.learningRate,
                decayShare: plan.decayShare))
        var ladder = place?.ladder ?? PretrainingLadder(rung: plan.firstRung)
        if let place { try state.load(into: pretrainer, step: place.step) }
        while pretrainer.optimizer.step < plan.stepCount {
            let batch = PretrainingBatch(
                step: pretrainer.optimizer.step, ladder: ladder, plan: plan, corpus: corpus,
                encoder: encoder)
            let step = try pretrainer.step(
                batch.forest, learningRateFactor: ladder.learningRateFactor)
            ladder.record(answerLoss: step.answerLoss, highest: plan.highestRung)
            let goesOn = progress(
                Report(step: step, ladder: ladder, documentCount: batch.documentCount))
            if !goesOn || step.step % plan.saveInterval == 0 { try state.save(pretrainer, ladder) }
            guard goesOn else { return nil }
        }
        let rung = max(PretrainingLadder.firstDialects, ladder.rung)
        let exam = PretrainingExaminer(corpus: corpus, encoder: encoder, rung: rung)
            .examine(model)
        try ModelFolderWriter.write(
            parameters, configuration, type: .bfloat16, to: folder)
        try BaseCard(
            plan: plan, configuration: configuration, exam: exam, command: command
        ).write(to: folder)
        try state.remove()
        return exam
    }
}
