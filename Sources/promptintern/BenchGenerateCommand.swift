import ArgumentParser
import Foundation
import JSONText
import Kernels
import LanguageModel

struct BenchGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Time prefill and decoding on random weights.")

    @Option(help: "10m, 135m, 360m, 1b or 8b.")
    var shape = BenchShape.tenMillion
    @Option(help: "Tokens of the prompt.")
    var prompt = 1_024
    @Option(help: "Tokens of the answer.")
    var decode = 64
    @OptionGroup var engine: EngineOptions
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        let configuration = shape.configuration
        let compute = Compute(threadCount: threads.count)
        let storage = engine.storage(on: compute)
        let model = try Transformer(
            random: configuration, storage: storage, seed: 1, compute: compute)
        var random = SeededGenerator(seed: 7)
        let tokens = (0..<prompt).map { _ in
            Int32(random.index(below: configuration.vocabularySize))
        }
        let generator = Generator(model, capacity: prompt + decode)
        let options = Generator.Options(maximumNewTokens: decode, isCacheCold: true)
        _ = try generator.answer(tokens, options)
        let answer = try generator.answer(tokens, options)
        let prefill = Double(prompt) / answer.prefillMilliseconds * 1_000
        // The first token comes out of the prefill.
        let decoded = Double(decode - 1) / answer.decodeMilliseconds * 1_000
        outputOptions.print([
            "shape": .string(shape.rawValue), "precision": .string(storage.precision.rawValue),
            "weights": .string(storage.weights.rawValue), "backend": .string(compute.backend.name),
            "threads": .integer(threads.count),
            "prompt": .integer(prompt), "decode": .integer(decode),
            "prefill_tokens_per_s": .number(prefill), "decode_tokens_per_s": .number(decoded),
            "peak_rss_gb": .number(ProcessMemory.peakGigabytes),
        ]) {
            "prefill \(NumberText.fixed(prefill, 0)) tokens/s, decode "
                + "\(NumberText.fixed(decoded, 1)) tokens/s"
        }
    }
}
