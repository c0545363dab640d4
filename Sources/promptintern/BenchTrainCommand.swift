import ArgumentParser
import Foundation
import JSONText
import Kernels
import LanguageModel
import Training

struct BenchTrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Time LoRA training steps on random weights and prompts of a stage's shape.")

    @Option(help: "10m, 135m, 360m, 1b or 8b.")
    var shape = BenchShape.tenMillion
    @Option(help: "Tokens of the shared template.")
    var template = 512
    @Option(help: "Tokens of a record's examples.")
    var examples = 256
    @Option(help: "Tokens of a query.")
    var query = 64
    @Option(help: "Tokens of an answer.")
    var output = 32
    @Option(help: "Records a step.")
    var batch = 8
    @Option(help: "Rank of the adapter.")
    var rank = 16
    @Option(help: "Steps that are counted, after one that is not.")
    var steps = 3
    @Option(help: "GB of activations that are kept; beyond, layers are computed again.")
    var activationMemory: Double?
    @OptionGroup var engine: EngineOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let configuration = shape.configuration
        let backend = TimedMatrixBackend(Compute.defaultBackend)
        let compute = Compute(threadCount: threads.count, backend: backend)
        let storage = engine.storage(on: compute)
        let model = try Transformer(
            random: configuration, storage: storage, seed: 1, adapterRank: rank, compute: compute)
        if let activationMemory { model.activationBudget = Int(activationMemory * 1e9) }
        let adapter = LoRAAdapter(
            LoRAConfiguration(rank: rank, alpha: Float(2 * rank)), for: configuration, seed: 1)
        let sequences = randomSequences(configuration)
        let forest = SegmentForest(sequences)
        let predicted = TrainingMemory(
            configuration: configuration, storage: storage, lora: adapter.configuration,
            rows: forest.rowCount, labelCount: forest.labels.count,
            activationBudget: model.activationBudget, threadCount: threads.count
        ).total
        let trainer = Trainer(
            model: model, adapter: adapter,
            stages: [TrainingStage(sequences: sequences, epochs: steps + 1)],
            configuration: TrainingConfiguration(
                lora: adapter.configuration, learningRate: 1e-4, batchSize: batch,
                checkpointInterval: 0))
        var seconds: [Double] = []
        var parts: [StepClock.Part: Double] = [:]
        var productSeconds = 0.0
        var uniqueTokens = 0
        var loss = 0.0
        var hooks = Trainer.Hooks()
        hooks.progress = { metrics in
            let products = backend.takeSeconds() / Double(threads.count)
            if metrics.step > 1 {
                let time = metrics.durationMilliseconds / 1_000
                if time < seconds.min() ?? .infinity {
                    (parts, productSeconds) = (model.clock.milliseconds, products)
                }
                seconds.append(time)
            }
            model.clock.reset()
            uniqueTokens = metrics.uniqueTokenCount
            loss = metrics.loss
            return .more
        }
        try trainer.run(hooks)
        let peak = ProcessMemory.peakGigabytes
        let best = seconds.min() ?? 0
        let cost = StepCost(forest, configuration: configuration, lora: adapter.configuration)
        let ceiling = ProductCeiling.measure(
            configuration, precision: storage.precision, rows: 256, on: compute)
        let tokenCount = sequences.reduce(0) { $0 + $1.tokens.count }
        let report = BenchTrainReport(
            seconds: best, recordCount: batch, tokenCount: tokenCount,
            uniqueTokenCount: uniqueTokens, loss: loss, gigaflops: cost.total / 1e9,
            ceiling: ceiling, parts: parts, productSeconds: productSeconds,
            predictedGigabytes: Double(predicted) / 1e9,
            peakGigabytes: peak)
        var json = JSONObject()
        json.append("shape", .string(shape.rawValue))
        json.append("backend", .string(compute.backend.name))
        json.append("precision", .string(storage.precision.rawValue))
        json.append("base", .string(storage.weights.rawValue))
        for (name, count) in [
            ("threads", threads.count), ("batch", batch), ("template", template),
            ("examples", examples), ("query", query), ("output", output),
        ] { json.append(name, .integer(count)) }
        report.append(to: &json)
        outputOptions.print(.object(json)) { report.text }
    }

    private func randomSequences(_ configuration: ModelConfiguration) -> [TokenSequence] {
        var random = SeededGenerator(seed: 7)
        func tokens(_ count: Int) -> [Int32] {
            (0..<count).map { _ in Int32(random.index(below: configuration.vocabularySize)) }
        }
        let shared = tokens(template)
        return (0..<batch).map { _ in
            let prompt = shared + tokens(examples + query)
            return TokenSequence(tokens: prompt + tokens(output), promptCount: prompt.count)
        }
    }
}

/// Memory as the operating system counts it.
enum ProcessMemory {
    static var peakGigabytes: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1e6
    }
}
