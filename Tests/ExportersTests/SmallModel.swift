import Exporters
import Foundation
import JSONText
import LanguageModel
import Safetensors
import TestSupport

/// A model's folder with random weights and what was written into it.
struct SmallModel {
    let folder: TemporaryFolder
    let configuration: ModelConfiguration
    private(set) var values: [String: [Float]] = [:]
    private(set) var shapes: [String: [Int]] = [:]

    var url: URL { folder.url.appending(path: "small") }

    static let llama: JSONObject = {
        var object = JSONObject()
        for (key, value) in [
            ("model_type", "llama"), ("vocab_size", 300), ("hidden_size", 32),
            ("intermediate_size", 48), ("num_hidden_layers", 2), ("num_attention_heads", 4),
            ("num_key_value_heads", 2), ("max_position_embeddings", 128), ("rms_norm_eps", 1e-5),
            ("tie_word_embeddings", true), ("bos_token_id", 1), ("eos_token_id", 2),
        ] as [(String, JSONValue)] {
            object.append(key, value)
        }
        return object
    }()

    /// Writes the folder; `fields` differ from `llama`, and `fixed` tensors are not random.
    init(_ fields: [(String, JSONValue)] = [], values fixed: [String: [Float]] = [:]) throws {
        folder = try TemporaryFolder()
        var config = Self.llama
        for (key, value) in fields { config.set(key, value) }
        let file = try folder.write("small/config.json", JSONValue.object(config).text())
        configuration = try ModelConfiguration(file: file)
        var random = SplitMix(seed: 7)
        var block: [Float] = []
        for (name, shape) in DecoderParameters.tensors(configuration) {
            let count = shape.reduce(1, *)
            let own = fixed[name] ?? (0..<count).map { _ in Float(random.share()) * 2 - 1 }
            values[name] = own
            shapes[name] = shape
            block += own
        }
        try block.withUnsafeBufferPointer { block in
            var offset = 0
            let tensors = DecoderParameters.tensors(configuration).map { name, shape in
                let count = shape.reduce(1, *)
                defer { offset += count }
                return SafetensorsWriter.Tensor(
                    name: name, shape: shape,
                    values: UnsafeBufferPointer(rebasing: block[offset..<offset + count]))
            }
            try SafetensorsWriter().write(
                tensors, to: folder.url.appending(path: "small/model.safetensors"))
        }
    }

    /// Exports and reads the file.
    func export(
        _ type: GGUFWeightType = .float32, adapter: URL? = nil,
        _ change: (inout GGUFExport) -> Void = { _ in }
    ) throws -> (report: GGUFExport.Report, file: GGUFReader) {
        var export = GGUFExport(model: url, adapter: adapter, type: type)
        change(&export)
        let target = folder.url.appending(path: "out.gguf")
        let report = try export.write(to: target)
        return (report, try GGUFReader(target))
    }

    /// Random matrices for the modules, written as PEFT does.
    func adapter(
        _ modules: [ProjectionModule], rank: Int = 2, alpha: Float = 6
    ) throws -> (url: URL, adapter: LoRAAdapter) {
        let adapter = LoRAAdapter(
            LoRAConfiguration(rank: rank, alpha: alpha, targetModules: modules),
            for: configuration, seed: 1)
        var random = SplitMix(seed: 3)
        for entry in adapter.parameters.entries {
            for index in 0..<entry.count {
                adapter.parameters.pointer(entry)[index] = Float(random.share()) - 0.5
            }
        }
        let target = folder.url.appending(path: "adapter")
        try PEFTAdapterFile.write(adapter, to: target, baseModel: "small")
        return (target, adapter)
    }
}
