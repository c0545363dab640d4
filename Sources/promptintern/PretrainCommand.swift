import ArgumentParser
import Foundation
import JSONText
import Kernels
import Pretraining
import Project
import RunControl
import Synchronization
import Training

struct PretrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pretrain",
        abstract: "Make a small base model from nothing, on documentation of made-up dialects.",
        discussion: """
            Writes a Hugging Face folder: tokenizer, weights (bf16) and a card with what was \
            measured. Ctrl-C keeps the state; the same command goes on from it.

            With --from a base is gone on with instead: its weights, tokenizer and shape, from the \
            rung --first-rung on. With --project as well it learns that project's training \
            prompts, as its first stage has them: every token, the answers' ten times as much as \
            the others'.

            Examples:
              promptintern pretrain --output base
              promptintern pretrain --from base --first-rung 10 --steps 4000 --output better
              promptintern pretrain --from base --project logs --steps 1000 --output adapted
            """)

    @Option(help: "The model's folder.")
    var output: String

    @Option(help: "Updates.")
    var steps = PretrainingPlan().stepCount

    @Option(help: "Tokens an update learns from: it takes documents until it has so many.")
    var tokens = PretrainingPlan().tokensPerStep

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

    @Option(
        help: "The last part of the updates, 0 to 1, over which the learning rate falls to zero.")
    var decay = PretrainingPlan().decayShare

    @Option(help: "Highest rung of the ladder, 1 to \(PretrainingLadder.highestRung).")
    var highestRung = PretrainingPlan().highestRung

    @Option(help: "The folder of a base to go on with.")
    var from: String?

    @Option(help: "The rung to begin on.")
    var firstRung = PretrainingPlan().firstRung

    @Option(help: "A project's folder, whose training prompts a base is gone on with.")
    var project: String?

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
        guard (0...1).contains(decay) else {
            throw ValidationError("--decay is a part of the updates, from 0 to 1.")
        }
    }

    func run() throws {
        var plan = PretrainingPlan()
        plan.stepCount = steps
        plan.tokensPerStep = tokens
        plan.hiddenSize = hidden
        plan.intermediateSize = intermediate
        plan.layerCount = layers
        plan.headCount = heads
        plan.keyValueHeadCount = keyValueHeads
        plan.vocabularySize = vocabulary
        plan.learningRate = learningRate
        plan.decayShare = decay
        plan.highestRung = max(highestRung, firstRung)
        plan.firstRung = firstRung
        plan.base = from.map { URL(filePath: $0, directoryHint: .isDirectory) }
        plan.seed = seed
        let wantsStop = StopFlag()
        let sources = wantsStop.watchSignals()
        defer { for source in sources { source.cancel() } }
        if let project {
            try adapt(toProject: project, plan, isStopped: { wantsStop.isSet })
            return
        }
        let pretraining = BasePretraining(
            plan, folder: URL(filePath: output, directoryHint: .isDirectory),
            compute: Compute(threadCount: threads.count))
        let outcome = try pretraining.run(command: command) { report in
            if report.step.step % Self.printedEvery == 0 { print(report) }
            return !wantsStop.isSet
        }
        let exam = try finished(outcome)
        outputOptions.print([
            "rung": .integer(exam.rung), "full": .number(exam.full.share),
            "function_not_shown": .number(exam.unshown.share),
            "documentation_alone": .number(exam.template.share),
            "examples_alone": .number(exam.examples.share),
            "nothing": .number(exam.nothing.share), "questions": .integer(exam.full.count),
            "answer_loss": .number(exam.answerLoss),
        ]) {
            "rung \(exam.rung): of \(exam.full.count) questions right with documentation and "
                + "examples \(NumberText.percent(exam.full.share)) (function in no example "
                + "\(NumberText.percent(exam.unshown.share))), documentation alone "
                + "\(NumberText.percent(exam.template.share)), examples alone "
                + "\(NumberText.percent(exam.examples.share)), neither "
                + "\(NumberText.percent(exam.nothing.share))"
        }
    }

    /// Goes on with the base on a project's prompts.
    private func adapt(
        toProject project: String, _ plan: PretrainingPlan, isStopped: () -> Bool
    ) throws {
        let folder = URL(filePath: project, directoryHint: .isDirectory)
        var file = try ProjectFile.load(folder: folder)
        if let base = plan.base { file.model.path = base.standardizedFileURL.path }
        let loaded = try LoadedProject(folder: folder, file: file)
        let continuation = try BaseContinuation(
            PreparedProject(loaded, store: nil),
            .init(stepCount: steps, learningRate: learningRate, seed: seed),
            folder: URL(filePath: output, directoryHint: .isDirectory),
            compute: Compute(threadCount: threads.count))
        let outcome = try continuation.run { step in
            if step.step % Self.printedEvery == 0 { print(step) }
            return !isStopped()
        }
        let report = try finished(outcome)
        outputOptions.print([
            "steps": .integer(steps), "records": .integer(report.recordCount),
            "validation_loss_before": .number(report.lossBefore),
            "validation_loss": .number(report.lossAfter),
        ]) {
            "\(report.recordCount) records, \(steps) updates: validation loss of answers with the "
                + "full prompt \(NumberText.fixed(report.lossBefore, 3)) -> "
                + "\(NumberText.fixed(report.lossAfter, 3)) nats a token"
        }
    }

    /// - Throws: The exit code of a training that was stopped.
    private func finished<Outcome>(_ outcome: Outcome?) throws -> Outcome {
        guard let outcome else {
            Console.error("Stopped; the same command goes on from here.")
            throw ExitCode(130)
        }
        return outcome
    }

    /// An update on a project's prompts.
    private func print(_ step: Pretrainer.Step) {
        print(step, answerLoss: step.answerLoss, json: [], place: "", size: "")
    }

    /// An update on the ladder; its loss of answers is the rung's running mean.
    private func print(_ report: BasePretraining.Report) {
        print(
            report.step, answerLoss: report.ladder.loss,
            json: [
                .init(key: "rung", value: .integer(report.ladder.rung)),
                .init(key: "documents", value: .integer(report.documentCount)),
            ],
            place: "rung \(report.ladder.rung)  ", size: "\(report.documentCount) documents, ")
    }

    private func print(
        _ step: Pretrainer.Step, answerLoss: Double?, json: [JSONObject.Member], place: String,
        size: String
    ) {
        if outputOptions.json {
            let members: [JSONObject.Member] = [
                .init(key: "step", value: .integer(step.step)),
                .init(key: "loss", value: .number(step.loss)),
                .init(key: "answer_loss", value: .optional(answerLoss)),
                .init(key: "tokens", value: .integer(step.tokenCount)),
                .init(key: "milliseconds", value: .number(step.durationMilliseconds)),
                .init(key: "gradient_norm", value: .number(step.gradientNorm)),
            ]
            Console.line(JSONValue.object(JSONObject(members + json)).text())
        } else {
            Console.line(
                "step \(step.step)  \(place)loss \(NumberText.fixed(step.loss, 4))  answers "
                    + "\(NumberText.fixed(answerLoss ?? .nan, 4))  \(size)\(step.tokenCount) tokens  "
                    + "\(NumberText.fixed(step.durationMilliseconds, 0)) ms  norm "
                    + "\(NumberText.fixed(step.gradientNorm, 2))")
        }
    }

    /// What the card tells to type; numbers that are defaults are left out.
    private var command: String {
        let defaults = PretrainingPlan()
        var words = ["promptintern pretrain --output DIR --steps \(steps)"]
        if tokens != defaults.tokensPerStep { words.append("--tokens \(tokens)") }
        if from != nil { words.append("--from BASE --first-rung \(firstRung)") }
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
        if decay != defaults.decayShare { words.append("--decay \(decay)") }
        if highestRung != defaults.highestRung {
            words.append("--highest-rung \(highestRung)")
        }
        words.append("--seed \(seed)")
        return words.joined(separator: " ")
    }
}
