import Foundation
import JSONText
import Kernels
import LanguageModel
import Tokenizers

/// A small trained model whose numbers were computed in double precision: tokenizer, logits, losses
/// a token, a greedy text and a low-rank case with finite-difference gradients.
struct TrainedModelConformance {
    let folder: URL
    let golden: JSONValue
    let compute: Compute

    func run(output: URL?) throws -> ConformanceReport {
        let configuration = try ModelConfiguration(file: folder.appending(path: "config.json"))
        let model = try Transformer(
            configuration: configuration, storage: .float32,
            source: CheckpointSource(folder: folder, configuration: configuration),
            compute: compute)
        let tokenizer = try Tokenizer.load(folder: folder)
        var report = ConformanceReport(folder: folder.path)
        var computed = JSONObject()
        computed.append("tokenizer", compareTokenizer(tokenizer, into: &report))
        computed.append("forward", compareForward(model, into: &report))
        computed.append("greedy", try compareGreedy(model, tokenizer, into: &report))
        computed.append("lora", try compareLowRank(model, into: &report))
        if let output { try Conformance.write(.object(computed), to: output) }
        return report
    }

    private func compareTokenizer(
        _ tokenizer: Tokenizer, into report: inout ConformanceReport
    ) -> JSONValue {
        let cases = golden["tokenizer"]?.arrayValue ?? []
        var unequal = 0
        let computed = cases.map { item -> JSONValue in
            let text = item["text"]?.stringValue ?? ""
            let ids = tokenizer.encode(text, addSpecialTokens: true)
            let decoded = tokenizer.decode(ids, skipSpecialTokens: true)
            let isEqual =
                ids == item["ids"]?.tokenIDs
                && decoded.utf8.elementsEqual((item["decoded"]?.stringValue ?? "").utf8)
            if !isEqual { unequal += 1 }
            return ["text": .string(text), "ids": .tokenIDs(ids), "decoded": .string(decoded)]
        }
        report.addEquality("texts", unequal: unequal, of: cases.count)
        return .array(computed)
    }

    private func compareForward(
        _ model: Transformer, into report: inout ConformanceReport
    ) -> JSONValue {
        var logitDifference = LargestDifference()
        var lossDifference = LargestDifference()
        var wrongArgmax = 0
        var argmaxCount = 0
        let size = model.configuration.vocabularySize
        let computed = (golden["forward"]?.arrayValue ?? []).map { item -> JSONValue in
            let ids = item["ids"]?.tokenIDs ?? []
            guard ids.count > 1 else { return nil }
            let losses = model.losses(
                SegmentForest([TokenSequence(tokens: ids, promptCount: 1)]))
            var forest = SegmentForest()
            _ = forest.append(ids, under: nil)
            let logits = model.logits(forest, rows: Array(0..<ids.count))
            let last = Array(logits.suffix(size))
            let argmax = ids.indices.map { position in
                greedyToken(logits[position * size..<(position + 1) * size])
            }
            for (found, wanted) in zip(
                last, item["last_logits"]?.arrayValue?.compactMap(\.doubleValue) ?? [])
            {
                logitDifference.add(Double(found), wanted, limit: 1e-4 + 1e-4 * abs(wanted))
            }
            for (found, wanted) in zip(
                losses, item["nll_per_position"]?.arrayValue?.compactMap(\.doubleValue) ?? [])
            {
                lossDifference.add(Double(found), wanted, limit: 1e-4 + 1e-4 * abs(wanted))
            }
            let expected = item["argmax_per_position"]?.tokenIDs ?? []
            argmaxCount += expected.count
            wrongArgmax += zip(argmax, expected).count { $0 != $1 }
            return [
                "ids": .tokenIDs(ids), "last_logits": .array(last.map { .number(Double($0)) }),
                "nll_per_position": .array(losses.map { .number(Double($0)) }),
                "argmax_per_position": .tokenIDs(argmax),
            ]
        }
        report.checks.append(logitDifference.check("logits", "1e-4 absolute + 1e-4 relative"))
        report.checks.append(lossDifference.check("losses", "1e-4 absolute + 1e-4 relative"))
        report.addEquality("argmax", unequal: wrongArgmax, of: argmaxCount)
        return .array(computed)
    }

    private func compareGreedy(
        _ model: Transformer, _ tokenizer: Tokenizer, into report: inout ConformanceReport
    ) throws -> JSONValue {
        let prompt = golden["greedy"]?["prompt_ids"]?.tokenIDs ?? []
        let expected = golden["greedy"]?["ids"]?.tokenIDs ?? []
        guard !prompt.isEmpty, expected.count > prompt.count else { return nil }
        let answer = try Generator(model).answer(
            prompt, .init(maximumNewTokens: expected.count - prompt.count))
        let ids = prompt + answer.tokens
        report.addEquality(
            "greedy ids",
            unequal: abs(ids.count - expected.count) + zip(ids, expected).count { $0 != $1 },
            of: expected.count)
        return [
            "prompt_ids": .tokenIDs(prompt), "ids": .tokenIDs(ids),
            "text": .string(tokenizer.decode(ids, skipSpecialTokens: true)),
        ]
    }

    private func compareLowRank(
        _ model: Transformer, into report: inout ConformanceReport
    ) throws -> JSONValue {
        guard let test = golden["lora"], let rank = test["r"]?.intValue,
            let alpha = test["alpha"]?.doubleValue, let target = test["target"]?.stringValue,
            let ids = test["ids"]?.tokenIDs, let first = test["first_target_index"]?.intValue,
            let wantedLoss = test["loss_value"]?.doubleValue
        else { return nil }
        let module = target.split(separator: ".").last.flatMap {
            ProjectionModule(rawValue: String($0))
        }
        guard let module else {
            throw ConformanceError.unreadable(path: folder.path, reason: "unknown target \(target)")
        }
        // All layers get the module, and only the tested one a pair that is not zero.
        let adapter = LoRAAdapter(
            LoRAConfiguration(rank: rank, alpha: Float(alpha), targetModules: [module]),
            for: model.configuration, seed: 0)
        adapter.parameters.values.fill(0)
        let prefix = "base_model.model.\(target)."
        for (name, matrix) in [("lora_A", test["A"]), ("lora_B", test["B"])] {
            guard let entry = adapter.parameters.entry(prefix + name + ".weight") else { continue }
            let values = (matrix?.arrayValue ?? []).flatMap { $0.arrayValue ?? [] }
            for (index, value) in values.prefix(entry.count).enumerated() {
                adapter.parameters.pointer(entry)[index] = Float(value.doubleValue ?? 0)
            }
        }
        model.adapter = adapter
        defer { model.adapter = nil }
        let forest = SegmentForest([TokenSequence(tokens: ids, promptCount: first)])
        let gradients = adapter.parameters.makeCompanion()
        let count = Double(forest.labels.count)
        let loss =
            model.accumulateGradients(
                forest, scale: Float(1 / count), into: GradientTarget(adapter: gradients)
            ).objective / count
        var lossDifference = LargestDifference()
        lossDifference.add(loss, wantedLoss, limit: 1e-4 * abs(wantedLoss))
        report.checks.append(lossDifference.check("adapted loss", "1e-4 relative"))
        let computed = compareGradients(test, gradients, adapter, prefix: prefix, into: &report)
        return ["loss_value": .number(loss), "finite_difference_gradients": computed]
    }

    private func compareGradients(
        _ test: JSONValue, _ gradients: FloatBuffer, _ adapter: LoRAAdapter, prefix: String,
        into report: inout ConformanceReport
    ) -> JSONValue {
        var difference = LargestDifference()
        var computed = JSONObject()
        for name in ["A", "B"] {
            guard let entry = adapter.parameters.entry("\(prefix)lora_\(name).weight") else {
                continue
            }
            let values = UnsafeBufferPointer(
                start: gradients.pointer + entry.offset, count: entry.count)
            let norm = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            var items: [JSONValue] = []
            for item in test["finite_difference_gradients"]?[name]?.arrayValue ?? [] {
                guard let row = item["row"]?.intValue, let column = item["col"]?.intValue,
                    let wanted = item["grad"]?.doubleValue
                else { continue }
                let found = Double(values[row * entry.shape[1] + column])
                difference.add(found, wanted, limit: 1e-3 * norm)
                items.append([
                    "row": .integer(row), "col": .integer(column), "grad": .number(found),
                ])
            }
            computed.append(name, .array(items))
        }
        report.checks.append(difference.check("gradients", "1e-3 of the tensor's norm"))
        return .object(computed)
    }

    private func greedyToken(_ logits: ArraySlice<Float>) -> Int32 {
        var sampler = Sampler.greedy
        return sampler.sample(Array(logits))
    }
}
