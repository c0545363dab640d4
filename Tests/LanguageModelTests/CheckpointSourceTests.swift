import Foundation
import JSONText
import LanguageModel
import Safetensors
import TestSupport
import Testing

/// Checkpoints in other types and layouts than our own writer's.
@Suite struct CheckpointSourceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Stored {
        var shape: [Int]
        var values: [Float]
    }

    private func stored(_ configuration: ModelConfiguration, seed: UInt64 = 5) -> [String: Stored] {
        let parameters = DecoderParameters.random(configuration, deviation: 0.3, seed: seed)
        var result: [String: Stored] = [:]
        for entry in parameters.entries {
            result[entry.name] = Stored(
                shape: entry.shape, values: slice(parameters.values, entry))
        }
        return result
    }

    /// Writes by hand, since our writer has fewer types than others.
    private func write(
        _ tensors: [String: Stored], as type: TensorType = .float32,
        to name: String = "model.safetensors"
    ) throws {
        var header = JSONObject()
        var data = Data()
        for (key, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let begin = data.count
            for value in tensor.values {
                switch type {
                case .float16:
                    withUnsafeBytes(of: Float16(value).bitPattern) { data.append(contentsOf: $0) }
                case .bfloat16:
                    withUnsafeBytes(of: SafetensorsWriter.bfloat16(value)) {
                        data.append(contentsOf: $0)
                    }
                case .float64:
                    withUnsafeBytes(of: Double(value)) { data.append(contentsOf: $0) }
                case .float32: withUnsafeBytes(of: value) { data.append(contentsOf: $0) }
                default: data.append(UInt8(1))
                }
            }
            header.append(
                key,
                [
                    "dtype": .string(type.rawValue),
                    "shape": .array(tensor.shape.map { .integer($0) }),
                    "data_offsets": [.integer(begin), .integer(data.count)],
                ])
        }
        let text = Array(JSONValue.object(header).text().utf8)
        var file = Data()
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
        _ = try folder.write(name, file + text + data)
    }

    private func source(_ configuration: ModelConfiguration) throws -> CheckpointSource {
        try CheckpointSource(folder: folder.url, configuration: configuration)
    }

    private func read(_ source: CheckpointSource, _ name: String, count: Int) throws -> [Float] {
        var values = [Float](repeating: .nan, count: count)
        try values.withUnsafeMutableBufferPointer {
            try source.readFloats(name, into: #require($0.baseAddress))
        }
        return values
    }

    private func message(_ configuration: ModelConfiguration) -> String? {
        do {
            _ = try source(configuration)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private var single: String { folder.url.appending(path: "model.safetensors").path }

    // MARK: Types

    @Test(arguments: [TensorType.float16, .bfloat16, .float32, .float64])
    func typesAreWidened(_ type: TensorType) throws {
        let configuration = TinyFamilies.configuration(.qwen2)
        let tensors = stored(configuration)
        try write(tensors, as: type)
        let source = try source(configuration)
        #expect(
            source.byteCount
                == tensors.values.reduce(0) { $0 + $1.values.count } * type.byteWidth)
        for (name, tensor) in tensors {
            let found = try read(source, name, count: tensor.values.count)
            let expected = tensor.values.map { value in
                switch type {
                case .float16: Float(Float16(value))
                case .bfloat16:
                    Float(bitPattern: UInt32(SafetensorsWriter.bfloat16(value)) << 16)
                default: value
                }
            }
            #expect(found == expected, "\(name)")
            let (storedType, bytes) = try source.bytes(name)
            #expect(storedType == type && bytes.count == found.count * type.byteWidth)
        }
        let loaded = try DecoderParameters.load(configuration, from: folder.url)
        let name = "model.layers.2.self_attn.v_proj.bias"
        #expect(
            try slice(loaded.values, #require(loaded.entry(name)))
                == read(source, name, count: 16))
    }

    @Test func otherTypesAreRefused() throws {
        let configuration = TinyFamilies.configuration(.llama)
        try write(stored(configuration), as: .uint8)
        #expect(
            message(configuration)
                == "\(single), tensor \"model.embed_tokens.weight\": values of type U8 are not "
                + "supported, only F32, BF16, F16 and F64. The model is refused rather than run "
                + "wrongly.")
    }

    // MARK: Layouts

    /// The layout in which transformers 5 holds experts in memory.
    private func stacked(
        _ tensors: [String: Stored], _ configuration: ModelConfiguration
    ) -> [String: Stored] {
        var result = tensors.filter { !$0.key.contains(".experts.") }
        let count = configuration.mixture?.expertCount ?? 0
        let names =
            configuration.family == .mixtral
            ? ("block_sparse_moe", "w1", "w3", "w2") : ("mlp", "gate_proj", "up_proj", "down_proj")
        for layer in 0..<configuration.layerCount where configuration.isSparse(layer: layer) {
            let prefix = "model.layers.\(layer)."
            func values(_ expert: Int, _ name: String) -> [Float] {
                tensors["\(prefix)\(names.0).experts.\(expert).\(name).weight"]?.values ?? []
            }
            let width = configuration.mixture?.expertIntermediateSize ?? 0
            result["\(prefix)mlp.experts.gate_up_proj"] = Stored(
                shape: [count, 2 * width, configuration.hiddenSize],
                values: (0..<count).flatMap { values($0, names.1) + values($0, names.2) })
            result["\(prefix)mlp.experts.down_proj"] = Stored(
                shape: [count, configuration.hiddenSize, width],
                values: (0..<count).flatMap { values($0, names.3) })
            result["\(prefix)mlp.gate.weight"] =
                result.removeValue(forKey: "\(prefix)\(names.0).gate.weight")
        }
        return result
    }

    @Test(arguments: [ModelFamily.mixtral, .qwen3MoE], [TensorType.float32, .bfloat16])
    func stackedExpertsAreTakenApart(_ family: ModelFamily, _ type: TensorType) throws {
        let configuration = TinyFamilies.configuration(family)
        let tensors = stored(configuration)
        try write(tensors, as: type)
        let apart = try DecoderParameters.load(configuration, from: folder.url)
        try write(stacked(tensors, configuration), as: type)
        let together = try DecoderParameters.load(configuration, from: folder.url)
        #expect(together.values.copyToArray() == apart.values.copyToArray())
    }

    /// The names of that layout are transformers' own.
    @Test func stackedNamesAreThoseOfTransformers() throws {
        let file = Bundle.module.bundleURL.appending(path: "Resources/family-golden.json")
        let cases = try JSONValue.parse(Array(Data(contentsOf: file))).arrayValue ?? []
        var count = 0
        for golden in cases {
            guard let state = golden["stacked"]?.objectValue else { continue }
            let config = try folder.write("config.json", golden["config"]?.text() ?? "")
            var tensors: [String: Stored] = [:]
            for member in state.members {
                let shape = (member.value.arrayValue ?? []).compactMap(\.intValue)
                tensors[member.key] = Stored(
                    shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
            }
            try write(tensors)
            #expect(try message(ModelConfiguration(file: config)) == nil)
            count += 1
        }
        #expect(count == 4)
    }

    @Test func stackedExpertsOfAnotherShapeAreRefused() throws {
        let configuration = TinyFamilies.configuration(.qwen3MoE)
        var tensors = stacked(stored(configuration), configuration)
        let name = "model.layers.0.mlp.experts.gate_up_proj"
        // As some other libraries have it: transposed.
        tensors[name]?.shape = [3, 16, 24]
        try write(tensors)
        #expect(
            message(configuration)
                == "\(single): tensor \"\(name)\" has shape [3, 16, 24], but config.json asks for "
                + "[3, 24, 16]. The two belong to different models.")
    }

    // MARK: Tensors that config.json does not tell of

    private func refusal(_ tensor: String, _ reason: String) -> String {
        "\(single), tensor \"\(tensor)\": \(reason). The model is refused rather than run wrongly."
    }

    @Test(arguments: [
        "model.layers.0.self_attn.q_proj.bias", "model.layers.1.self_attn.q_norm.weight",
        "model.layers.2.mlp.down_proj.bias", "model.layers.3.input_layernorm.weight",
        "model.layers.0.self_attn.q_proj.qweight",
    ])
    func othersAreRefused(_ name: String) throws {
        let configuration = TinyFamilies.configuration(.mistral)
        var tensors = stored(configuration)
        tensors[name] = Stored(shape: [2], values: [0, 0])
        try write(tensors)
        #expect(
            message(configuration)
                == refusal(name, "config.json describes a model without it"))
    }

    @Test func storedFrequenciesAreTolerated() throws {
        let configuration = TinyFamilies.configuration(.mistral)
        var tensors = stored(configuration)
        tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = Stored(
            shape: [4], values: [1, 2, 3, 4])
        try write(tensors)
        #expect(message(configuration) == nil)
    }

    @Test func aTiedHeadMayBeStoredOrStandAlone() throws {
        let configuration = TinyFamilies.configuration(.qwen3MoE)
        var tensors = stored(configuration)
        let embedding = try #require(tensors["model.embed_tokens.weight"])
        tensors["lm_head.weight"] = embedding
        try write(tensors)
        #expect(message(configuration) == nil)

        tensors["model.embed_tokens.weight"] = nil
        try write(tensors)
        #expect(
            try read(
                source(configuration), "model.embed_tokens.weight", count: embedding.values.count)
                == embedding.values)

        tensors["model.embed_tokens.weight"] = embedding
        tensors["lm_head.weight"]?.values[3] += 1
        try write(tensors)
        #expect(
            message(configuration)
                == refusal(
                    "lm_head.weight",
                    "it differs from the embedding, but config.json ties the two "
                        + "(tie_word_embeddings)"))
    }

    @Test func aTensorInTwoShardsIsRefused() throws {
        let configuration = TinyFamilies.configuration(.mistral)
        let tensors = stored(configuration)
        try write(tensors, to: "a.safetensors")
        try write(tensors.filter { $0.key == "model.norm.weight" }, to: "b.safetensors")
        _ = try folder.write(
            "model.safetensors.index.json",
            #"{"weight_map": {"x": "a.safetensors", "model.norm.weight": "b.safetensors"}}"#)
        #expect(
            message(configuration)?.contains("another shard holds a tensor of that name, too")
                == true)
    }

    @Test func otherNamesAreNotRead() throws {
        let configuration = TinyFamilies.configuration(.mistral)
        try write(stored(configuration))
        let source = try source(configuration)
        #expect(throws: ModelError.missingTensor(path: folder.url.path, tensor: "x")) {
            try source.bytes("x")
        }
    }
}
