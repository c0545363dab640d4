import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors
import Training

/// A small random model with logits, gradients, ten updates and a greedy continuation computed by
/// transformers and PEFT.
struct ModelConformance {
    let folder: URL
    let compute: Compute

    private struct Record {
        let prompt: [Int32]
        let target: [Int32]
        var sequence: TokenSequence {
            TokenSequence(tokens: prompt + target, promptCount: prompt.count)
        }
    }

    func run(output: URL?) throws -> ConformanceReport {
        let expected = try Conformance.readJSON(folder.appending(path: "expected.json"))
        let tensors = try SafetensorsFile(folder.appending(path: "expected.safetensors"))
        let modelFolder = folder.appending(path: "model")
        let configuration = try ModelConfiguration(file: modelFolder.appending(path: "config.json"))
        let model = try Transformer(
            configuration: configuration, storage: .float32,
            source: CheckpointSource(folder: modelFolder, configuration: configuration),
            compute: compute)
        let adapter = try PEFTAdapterFile.read(
            folder.appending(path: "adapter-initial"), for: configuration)
        let records = try readRecords(expected)

        var computed = ComputedTensors(size: configuration.vocabularySize)
        computed.addLogits("logits", model, records.map(\.sequence))
        let greedy = try greedyTokens(model, expected)
        model.adapter = adapter
        computed.addLogits("adapted_logits", model, records.map(\.sequence))
        let training = trainTenSteps(model, adapter, records.map(\.sequence), &computed)

        var report = ConformanceReport(folder: folder.path)
        try computed.compare(with: tensors, into: &report)
        compareLosses(training, expected, into: &report)
        let expectedGreedy = expected["greedy"]?["tokens"]?.tokenIDs ?? []
        report.addEquality(
            "greedy ids", unequal: unequalCount(greedy, expectedGreedy), of: expectedGreedy.count)
        try compareAdapter(adapter, into: &report)
        if let output {
            try write(computed, expected, greedy: greedy, training: training, to: output)
        }
        return report
    }

    private func readRecords(_ expected: JSONValue) throws -> [Record] {
        guard let records = expected["records"]?.arrayValue else {
            throw ConformanceError.unreadable(
                path: folder.appending(path: "expected.json").path, reason: "it has no records")
        }
        return records.map {
            Record(
                prompt: ($0["shared_prompt"]?.tokenIDs ?? []) + ($0["query"]?.tokenIDs ?? []),
                target: $0["target"]?.tokenIDs ?? [])
        }
    }

    private func greedyTokens(_ model: Transformer, _ expected: JSONValue) throws -> [Int32] {
        let prompt = expected["greedy"]?["prompt"]?.tokenIDs ?? []
        let count = expected["greedy"]?["tokens"]?.arrayValue?.count ?? 0
        guard !prompt.isEmpty, count > 0 else { return [] }
        return try Generator(model).answer(prompt, .init(maximumNewTokens: count)).tokens
    }

    // MARK: Ten updates

    private struct TenSteps {
        var losses: [Double] = []
        var norms: [Double] = []
    }

    /// The reference's own settings, told in its expected.json as a sentence.
    private func trainTenSteps(
        _ model: Transformer, _ adapter: LoRAAdapter, _ sequences: [TokenSequence],
        _ computed: inout ComputedTensors
    ) -> TenSteps {
        let forest = SegmentForest(sequences)
        let labelCount = Float(forest.labels.count)
        let optimizer = AdamW(.init(weightDecay: 0.01), for: adapter.parameters)
        let gradients = adapter.parameters.makeCompanion()
        var result = TenSteps()
        for step in 0..<10 {
            gradients.fill(0)
            let loss = model.accumulateGradients(
                forest, scale: 1 / labelCount, into: GradientTarget(adapter: gradients)
            ).objective
            if step == 0 { computed.addGradients(gradients, of: adapter.parameters) }
            let norm = AdamW.globalNorm(gradients)
            result.losses.append(loss / Double(labelCount))
            result.norms.append(norm)
            optimizer.update(
                gradients: gradients, learningRate: 5e-3,
                gradientScale: AdamW.clippingScale(norm: norm, limit: 1), on: compute)
        }
        let final = model.losses(forest).reduce(0) { $0 + Double($1) }
        result.losses.append(final / Double(labelCount))
        return result
    }

    private func compareLosses(
        _ training: TenSteps, _ expected: JSONValue, into report: inout ConformanceReport
    ) {
        var losses = LargestDifference()
        let reference = expected["training"]?["losses"]?.arrayValue?.compactMap(\.doubleValue) ?? []
        for (found, wanted) in zip(training.losses, reference) {
            losses.add(found, wanted, limit: 1e-4 * abs(wanted))
        }
        report.checks.append(losses.check("losses of ten steps", "1e-4 relative"))
        var norms = LargestDifference()
        let referenceNorms =
            expected["training"]?["grad_norms_before_clipping"]?.arrayValue?
            .compactMap(\.doubleValue) ?? []
        for (found, wanted) in zip(training.norms, referenceNorms) {
            norms.add(found, wanted, limit: 1e-3 * abs(wanted))
        }
        report.checks.append(norms.check("gradient norms", "1e-3 relative"))
    }

    private func compareAdapter(
        _ adapter: LoRAAdapter, into report: inout ConformanceReport
    ) throws {
        let after = folder.appending(
            path: "adapter-after-10-steps/\(PEFTAdapterFile.weightsName)")
        guard FileManager.default.fileExists(atPath: after.path) else { return }
        let file = try SafetensorsFile(after)
        var difference = LargestDifference()
        for entry in adapter.parameters.entries {
            let expected = try file.floats(entry.name)
            let norm = expected.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            let found = UnsafeBufferPointer(
                start: adapter.parameters.pointer(entry), count: entry.count)
            difference.add(
                zip(found, expected).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }.squareRoot(),
                0, limit: 5e-3 * max(norm, 1e-6))
        }
        report.checks.append(
            difference.check("adapter after ten steps", "5e-3 of a tensor's norm"))
    }

    // MARK: Output

    private func write(
        _ computed: ComputedTensors, _ expected: JSONValue, greedy: [Int32], training: TenSteps,
        to output: URL
    ) throws {
        var json = expected.objectValue ?? JSONObject()
        json.set(
            "greedy",
            ["prompt": expected["greedy"]?["prompt"] ?? [], "tokens": .tokenIDs(greedy)])
        json.set(
            "training",
            [
                "losses": .array(training.losses.map { .number($0) }),
                "grad_norms_before_clipping": .array(training.norms.map { .number($0) }),
            ])
        json.set("made_with", ["backend": .string(compute.backend.name)])
        try Conformance.write(.object(json), to: output)
        try computed.write(to: output.appending(path: "computed.safetensors"))
    }

    private func unequalCount(_ a: [Int32], _ b: [Int32]) -> Int {
        abs(a.count - b.count) + zip(a, b).count { $0 != $1 }
    }
}
