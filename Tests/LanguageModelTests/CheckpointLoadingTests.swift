import Foundation
import JSONText
import Kernels
import LanguageModel
import Safetensors
import TestSupport
import Testing

@Suite struct CheckpointLoadingTests {
    private let folder: TemporaryFolder
    private let configuration = TinyModel.configuration
    private let parameters = DecoderParameters.random(TinyModel.configuration, seed: 6)
    private var single: String { folder.url.appending(path: "model.safetensors").path }

    init() throws { folder = try TemporaryFolder() }

    private func message(_ configuration: ModelConfiguration? = nil) -> String? {
        do {
            _ = try DecoderParameters.load(configuration ?? self.configuration, from: folder.url)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Writes the tensors into several files with an index, one file after the other in turn.
    private func writeShards(_ count: Int) throws {
        var map = JSONObject()
        for shard in 0..<count {
            let name = "model-0000\(shard + 1)-of-0000\(count).safetensors"
            let own = parameters.entries.enumerated().filter { $0.offset % count == shard }
            try SafetensorsWriter().write(
                own.map(\.element).map {
                    .init(
                        name: $0.name, shape: $0.shape,
                        values: UnsafeBufferPointer(
                            start: parameters.pointer($0), count: $0.count))
                }, to: folder.url.appending(path: name))
            for (_, entry) in own { map.append(entry.name, .string(name)) }
        }
        let index: JSONValue = ["metadata": ["total_size": 1], "weight_map": .object(map)]
        _ = try folder.write("model.safetensors.index.json", index.text())
    }

    @Test(arguments: [TensorType.float32, .bfloat16])
    func writtenModelsAreReadBack(_ type: TensorType) throws {
        try ModelFolderWriter.write(parameters, configuration, type: type, to: folder.url)
        let file = folder.url.appending(path: "config.json")
        #expect(try ModelConfiguration(file: file) == configuration)
        let read = try DecoderParameters.load(configuration, from: folder.url)
        #expect(read.entries == parameters.entries)
        if type == .float32 {
            #expect(read.values.copyToArray() == parameters.values.copyToArray())
        } else {
            #expect(
                relativeDifference(
                    read.values.copyToArray(), parameters.values.copyToArray()) < 4e-3)
        }
    }

    @Test(arguments: 1...3)
    func shardsAreJoined(_ count: Int) throws {
        try writeShards(count)
        let read = try DecoderParameters.load(configuration, from: folder.url)
        #expect(read.values.copyToArray() == parameters.values.copyToArray())
    }

    @Test func tiedModelsNeedNoHead() throws {
        var tied = configuration
        tied.tiesEmbeddings = true
        let weights = DecoderParameters.random(tied, seed: 1)
        #expect(weights.entry("lm_head.weight") == nil)
        try ModelFolderWriter.write(weights, tied, type: .float32, to: folder.url)
        #expect(message(tied) == nil)
        #expect(
            message()
                == "\(folder.url.path) lacks the tensor \"lm_head.weight\". A shard is missing, or "
                + "config.json belongs to another model.")
    }

    @Test func absentWeightsAreNamed() {
        #expect(
            message()
                == "\(single) is missing: it holds the model's weights. Point to a complete "
                + "Hugging Face folder.")
    }

    @Test func absentShardIsNamed() throws {
        try writeShards(2)
        let shard = folder.url.appending(path: "model-00002-of-00002.safetensors")
        try FileManager.default.removeItem(at: shard)
        #expect(
            message()
                == "Cannot read \(shard.path): No such file or directory. Check the path and its "
                + "permissions.")
    }

    @Test func damagedIndexIsRefused() throws {
        let index = try folder.write("model.safetensors.index.json", "{]")
        #expect(
            message()
                == "Cannot read \(index.path): it is not JSON: Expected a member's name in double "
                + "quotes (line 1, column 2).")
        _ = try folder.write("model.safetensors.index.json", "{}")
        let refused = "The model is refused rather than run wrongly."
        #expect(
            message() == "\(index.path), field \"weight_map\": it is missing. \(refused)")
        for name in ["../other.safetensors", "/etc/passwd", ".hidden"] {
            _ = try folder.write(
                "model.safetensors.index.json", "{\"weight_map\":{\"a\":\"\(name)\"}}")
            #expect(
                message()
                    == "\(index.path), field \"weight_map\": \"\(name)\" is not a file name. "
                    + refused)
        }
    }

    @Test func otherShapesAreRefusedBeforeMemoryIsTaken() throws {
        try ModelFolderWriter.write(parameters, configuration, type: .float32, to: folder.url)
        var other = configuration
        other.vocabularySize = Int(Int32.max)
        other.hiddenSize = Int(Int32.max)
        #expect(
            message(other)
                == "\(single): tensor \"model.embed_tokens.weight\" has shape [29, 24], but "
                + "config.json asks for [2147483647, 2147483647]. The two belong to different "
                + "models.")
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
        let target = try folder.write("file", "kept").appending(path: "model")
        let error = #expect(throws: ModelError.self) {
            try ModelFolderWriter.write(parameters, configuration, type: .float32, to: target)
        }
        #expect(error?.description.hasPrefix("Cannot write \(target.path): ") == true)
    }
}
