import ArgumentParser
import Foundation
import JSONText
import Kernels
import Pretraining
import Synchronization

struct PretrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pretrain",
        abstract: "Make a small base model from nothing, on documentation of made-up dialects.",
        discussion: """
            Writes a Hugging Face folder: tokenizer, weights (bf16) and a card with what was \
            measured. Ctrl-C keeps the state; the same command goes on from it.

            Example:
              promptintern pretrain --output sample-data/models/base --steps 1200
            """)

    @Option(help: "The model's folder.")
    var output: String

    @Option(help: "Updates.")
    var steps = PretrainingPlan().stepCount

    @Option(help: "Documents an update learns from.")
    var documents = PretrainingPlan().documentsPerStep

    @Option(help: "Width of the residual stream.")
    var hidden = PretrainingPlan().hiddenSize

    @Option(help: "Width of the feed-forward.")
    var intermediate = PretrainingPlan().intermediateSize

    @Option(help: "Layers.")
    var layers = PretrainingPlan().layerCount

    @Option(help: "Attention heads.")
    var heads = PretrainingPlan().headCount

    @Option(help: "Heads of keys and values.")
    var keyValueHeads = PretrainingPlan().keyValueHeadCount

    @Option(help: "Tokens of the vocabulary.")
    var vocabulary = PretrainingPlan().vocabularySize

    @Option(help: "Highest learning rate.")
    var learningRate = PretrainingPlan().learningRate

    @Option(help: "Hardest rung of the corpus, 0 to 8.")
    var highestLevel = PretrainingPlan().highestLevel

    @Option(help: "Seed of weights and corpus.")
    var seed: UInt64 = 1

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    private static let printedEvery = 10

    func validate() throws {
        guard hidden % heads == 0, hidden / heads % 2 == 0, heads % keyValueHeads == 0 else {
            throw ValidationError(
                "--hidden must be a multiple of --heads with an even quotient, and --heads a "
                    + "multiple of --key-value-heads.")
        }
    }

    func run() throws {
        var plan = PretrainingPlan()
        plan.stepCount = steps
        plan.documentsPerStep = documents
        plan.hiddenSize = hidden
        plan.intermediateSize = intermediate
        plan.layerCount = layers
        plan.headCount = heads
        plan.keyValueHeadCount = keyValueHeads
        plan.vocabularySize = vocabulary
        plan.learningRate = learningRate
        plan.highestLevel = highestLevel
        plan.seed = seed
        let wantsStop = StopFlag()
        let sources = wantsStop.watchSignals()
        defer { for source in sources { source.cancel() } }
        let pretraining = BasePretraining(
            plan, folder: URL(filePath: output, directoryHint: .isDirectory),
            compute: Compute(threadCount: threads.count))
        let measurement = try pretraining.run(command: command) { report in
            if report.step.step % Self.printedEvery == 0 { print(report) }
            return !wantsStop.isSet
        }
        guard let measurement else {
            Console.error("Stopped; the same command goes on from here.")
            throw ExitCode(130)
        }
        outputOptions.print([
            "loss": .number(measurement.loss),
            "unigram_entropy": .number(measurement.unigramEntropy),
            "answer_loss": .number(measurement.answerLoss),
            "below_unigram_entropy": .number(measurement.share),
        ]) {
            "loss \(NumberText.fixed(measurement.loss, 4)), unigram entropy "
                + "\(NumberText.fixed(measurement.unigramEntropy, 4)) "
                + "(\(NumberText.percent(measurement.share)) below), answers "
                + "\(NumberText.fixed(measurement.answerLoss, 4))"
        }
    }

    private func print(_ report: BasePretraining.Report) {
        let step = report.step
        if outputOptions.json {
            Console.line(
                JSONValue.object(
                    JSONObject([
                        .init(key: "step", value: .integer(step.step)),
                        .init(key: "loss", value: .number(step.loss)),
                        .init(key: "level", value: .integer(report.level)),
                        .init(key: "tokens", value: .integer(step.tokenCount)),
                        .init(key: "milliseconds", value: .number(step.durationMilliseconds)),
                    ])
                ).text())
        } else {
            Console.line(
                "step \(step.step)  loss \(NumberText.fixed(step.loss, 4))  level \(report.level)  "
                    + "\(step.tokenCount) tokens  "
                    + "\(NumberText.fixed(step.durationMilliseconds, 0)) ms  norm "
                    + "\(NumberText.fixed(step.gradientNorm, 2))")
        }
    }

    /// What the card tells to type; numbers that are defaults are left out.
    private var command: String {
        let defaults = PretrainingPlan()
        var words = ["promptintern pretrain --output DIR --steps \(steps)"]
        if documents != defaults.documentsPerStep { words.append("--documents \(documents)") }
        if hidden != defaults.hiddenSize { words.append("--hidden \(hidden)") }
        if intermediate != defaults.intermediateSize {
            words.append("--intermediate \(intermediate)")
        }
        if layers != defaults.layerCount { words.append("--layers \(layers)") }
        if heads != defaults.headCount { words.append("--heads \(heads)") }
        if keyValueHeads != defaults.keyValueHeadCount {
            words.append("--key-value-heads \(keyValueHeads)")
        }
        if vocabulary != defaults.vocabularySize { words.append("--vocabulary \(vocabulary)") }
        if learningRate != defaults.learningRate {
            words.append("--learning-rate \(learningRate)")
        }
        if highestLevel != defaults.highestLevel {
            words.append("--highest-level \(highestLevel)")
        }
        words.append("--seed \(seed)")
        return words.joined(separator: " ")
    }
}
