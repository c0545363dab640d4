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

    @Option(help: "10m, 135m, 360m or 1b.")
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
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let configuration = shape.configuration
        let compute = Compute(threadCount: threads.count)
        let model = Transformer(
            configuration: configuration,
            parameters: DecoderParameters.random(configuration, seed: 1), compute: compute)
        let adapter = LoRAAdapter(
            LoRAConfiguration(rank: rank, alpha: Float(2 * rank)), for: configuration, seed: 1)
        let sequences = randomSequences(configuration)
        let trainer = Trainer(
            model: model, adapter: adapter,
            stages: [TrainingStage(sequences: sequences, epochs: steps + 1)],
            configuration: TrainingConfiguration(
                lora: adapter.configuration, learningRate: 1e-4, batchSize: batch,
                checkpointInterval: 0))
        var seconds: [Double] = []
        var uniqueTokens = 0
        var hooks = Trainer.Hooks()
        hooks.progress = { metrics in
            if metrics.step > 1 { seconds.append(metrics.durationMilliseconds / 1_000) }
            uniqueTokens = metrics.uniqueTokenCount
            return .more
        }
        try trainer.run(hooks)
        let best = seconds.min() ?? 0
        let tokenCount = sequences.reduce(0) { $0 + $1.tokens.count }
        outputOptions.print([
            "shape": .string(shape.rawValue), "backend": .string(compute.backend.name),
            "precision": "fp32", "threads": .integer(threads.count), "batch": .integer(batch),
            "template": .integer(template), "examples": .integer(examples),
            "query": .integer(query), "output": .integer(output),
            "seconds_per_step": .number(best),
            "records_per_s": .number(Double(batch) / best),
            "tokens_per_s": .number(Double(tokenCount) / best),
            "unique_tokens_per_step": .integer(uniqueTokens),
            "peak_rss_gb": .number(ProcessMemory.peakGigabytes),
        ]) {
            "\(NumberText.fixed(best, 3)) s a step, "
                + "\(NumberText.fixed(Double(batch) / best, 3)) records/s, "
                + "\(NumberText.fixed(Double(tokenCount) / best, 0)) tokens/s "
                + "(\(uniqueTokens) of \(tokenCount) computed), peak "
                + "\(NumberText.fixed(ProcessMemory.peakGigabytes, 2)) GB"
        }
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
