import Foundation
import JSONText
import Kernels
import Safetensors
import TestSupport
import Testing

@testable import Encoders

@Suite struct SentenceEncoderTests {
    private static let oldFlags =
        #"{"word_embedding_dimension": 32, "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#

    /// A copy of a model's folder with further files.
    private func folder(
        _ golden: EncoderGolden, _ files: [String: String] = [:],
        config changes: [String: JSONValue] = [:]
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["tokenizer.json", "model.safetensors"] {
            _ = try folder.write(name, Data(contentsOf: golden.folder.appending(path: name)))
        }
        let config = try JSONValue.parse(
            Array(Data(contentsOf: golden.folder.appending(path: "config.json"))))
        var object = try #require(config.objectValue)
        for (field, value) in changes { object.set(field, value) }
        _ = try folder.write("config.json", JSONValue.object(object).text())
        for (name, text) in files { _ = try folder.write(name, text) }
        return folder
    }

    private func encoder(_ folder: URL) throws -> SentenceEncoder {
        try SentenceEncoder(folder: folder, compute: Compute(threadCount: 2))
    }

    private func expectEqual(_ own: [[Float]], _ others: [[Float]]) {
        #expect(own.count == others.count)
        for (index, pair) in zip(own, others).enumerated() {
            #expect(largestDifference(pair.0, pair.1) < 1e-4, "text \(index)")
        }
    }

    @Test(arguments: EncoderGolden.all)
    func meansAreThoseOfTransformers(_ golden: EncoderGolden) throws {
        let encoder = try encoder(golden.folder)
        #expect(encoder.pooling == .mean)
        #expect(encoder.longestSequence == 40)
        let own = try encoder.embeddings(of: golden.sentences)
        expectEqual(own, golden.embeddings(.mean))
        for embedding in own {
            let square: Float = embedding.reduce(0) { $0 + $1 * $1 }
            #expect(abs(square - 1) < 1e-5)
        }
        // A text's embedding does not depend on its neighbours. Sums of other numbers of rows may be
        // taken in another order (with AVX2 alone they are), so not to the last bit.
        let alone = try #require(try encoder.embeddings(of: [golden.sentences[6]]).first)
        #expect(largestDifference(alone, own[6]) < 1e-6)
        #expect(try encoder.embeddings(of: []).isEmpty)
    }

    @Test(arguments: EncoderGolden.all, [oldFlags, #"{"pooling_mode": "cls"}"#])
    func firstTokensAreThoseOfTransformers(_ golden: EncoderGolden, _ pooling: String) throws {
        let folder = try folder(golden, ["1_Pooling/config.json": pooling])
        let encoder = try encoder(folder.url)
        #expect(encoder.pooling == .cls)
        expectEqual(try encoder.embeddings(of: golden.sentences), golden.embeddings(.cls))
    }

    @Test func manyTextsTakeSeveralPasses() throws {
        let golden = try EncoderGolden.named("bert")
        let encoder = try encoder(golden.folder)
        let texts = (0..<150).map { golden.sentences[$0 % golden.sentences.count] }
        let sequences = [[Int32]](repeating: [Int32](repeating: 1, count: 40), count: 150)
        #expect(TextEncoder.passes(sequences).map(\.count) == [102, 48])
        #expect(TextEncoder.passes([]).isEmpty)
        let reference = golden.embeddings(.mean)
        expectEqual(
            try encoder.embeddings(of: texts), texts.indices.map { reference[$0 % reference.count] }
        )
    }

    @Test func longerTextsAreCutWhereTheFolderSaysSo() throws {
        let golden = try EncoderGolden.named("bert")
        let folder = try folder(
            golden, ["sentence_bert_config.json": #"{"max_seq_length": 6, "do_lower_case": false}"#]
        )
        let encoder = try encoder(folder.url)
        #expect(encoder.longestSequence == 6)
        let cut = try encoder.embeddings(of: ["a table with a header", "a table with a footer"])
        #expect(cut[0] == cut[1])
        let whole = try self.encoder(golden.folder)
            .embeddings(of: ["a table with a header", "a table with a footer"])
        #expect(whole[0] != whole[1])
    }

    /// The checkpoint of a bare encoder with the norms' older names, in two shards with an index.
    @Test func bareCheckpointInShardsWithOlderNamesIsTheSame() throws {
        let golden = try EncoderGolden.named("bert")
        let folder = try folder(golden, config: ["architectures": ["BertModel"]])
        let single = folder.url.appending(path: "model.safetensors")
        let file = try SafetensorsFile(single)
        var map: [JSONObject.Member] = []
        for shard in 0..<2 {
            var tensors: [SafetensorsWriter.Tensor] = []
            var buffers: [FloatBuffer] = []
            for (index, entry) in file.entries.enumerated() where index % 2 == shard {
                let name = entry.name.replacing("bert.", with: "")
                    .replacing("LayerNorm.weight", with: "LayerNorm.gamma")
                    .replacing("LayerNorm.bias", with: "LayerNorm.beta")
                let buffer = FloatBuffer(copying: try file.floats(entry.name))
                buffers.append(buffer)
                tensors.append(.init(name: name, shape: entry.shape, values: buffer.values))
                map.append(.init(key: name, value: .string("part-\(shard).safetensors")))
            }
            try withExtendedLifetime(buffers) {
                try SafetensorsWriter().write(
                    tensors, to: folder.url.appending(path: "part-\(shard).safetensors"))
            }
        }
        try FileManager.default.removeItem(at: single)
        let index: JSONValue = ["weight_map": .object(JSONObject(map))]
        _ = try folder.write("model.safetensors.index.json", index.text())
        let own = try encoder(folder.url).embeddings(of: golden.sentences)
        expectEqual(own, golden.embeddings(.mean))
    }

    // MARK: Refusals

    private func message(
        _ files: [String: String] = [:], config changes: [String: JSONValue] = [:]
    ) throws -> String {
        let folder = try folder(EncoderGolden.named("bert"), files, config: changes)
        do {
            _ = try encoder(folder.url)
            return "nothing"
        } catch {
            return "\(error)".replacing(folder.url.path, with: "F")
        }
    }

    @Test(
        arguments: [
            (
                "model_type", "distilbert",
                "F/config.json: model_type \"distilbert\" is not supported. Choose a model with one of "
                    + "bert, roberta, xlm-roberta."
            ),
            (
                "hidden_act", "gelu_new",
                "F/config.json: hidden_act \"gelu_new\" is not supported. Choose a model with \"gelu\"."
            ),
            (
                "position_embedding_type", "relative_key",
                "F/config.json: position_embedding_type \"relative_key\" is not supported. Choose a "
                    + "model with \"absolute\"."
            ),
            (
                "num_attention_heads", 5,
                "F/config.json, field \"num_attention_heads\": 5 heads do not divide hidden_size 32. "
                    + "The model is refused rather than run wrongly."
            ),
            (
                "is_decoder", true,
                "F/config.json, field \"is_decoder\": true makes a decoder of the model, which reads "
                    + "otherwise. The model is refused rather than run wrongly."
            ),
            (
                "num_hidden_layers", 3,
                "F lacks the tensor \"bert.encoder.layer.2.attention.self.query.weight\". A shard is "
                    + "missing, or config.json belongs to another model."
            ),
            (
                "vocab_size", 100,
                "F: the tokenizer knows 413 tokens, but the model only 100. Use the tokenizer that "
                    + "came with the model."
            ),
            (
                "max_position_embeddings", 2,
                "F: 2 positions leave no room for text beside the tokenizer's 2 special tokens. Choose "
                    + "another model."
            ),
            (
                "intermediate_size", 47,
                "F/model.safetensors, tensor \"bert.encoder.layer.0.intermediate.dense.weight\": its "
                    + "shape is [48, 32], but config.json asks for [47, 32]. The model is refused "
                    + "rather than run wrongly."
            ),
        ] as [(String, JSONValue, String)])
    func modelThatIsNotComputedIsRefusedByName(
        _ field: String, _ value: JSONValue, _ expected: String
    ) throws {
        #expect(try message(config: [field: value]) == expected)
    }

    @Test func otherModulesAndPoolingsAreRefusedByName() throws {
        #expect(
            try message(["1_Pooling/config.json": #"{"pooling_mode": "max"}"#])
                == "F/1_Pooling/config.json: pooling_mode \"max\" is not supported. Choose a model "
                + "with \"cls\" or \"mean\".")
        #expect(
            try message([
                "1_Pooling/config.json":
                    #"{"pooling_mode_cls_token": true, "pooling_mode_max_tokens": true}"#
            ])
                == "F/1_Pooling/config.json: pooling \"cls_token, max_tokens\" is not supported. "
                + "Choose a model with \"cls\" or \"mean\".")
        #expect(
            try message([
                "modules.json":
                    #"[{"type": "sentence_transformers.models.Transformer"}, {"type": "sentence_transformers.models.Dense"}]"#
            ])
                == "F/modules.json: module \"Dense\" is not supported. Choose a model with only "
                + "the modules Transformer, Pooling, Normalize.")
        #expect(
            try message(["sentence_bert_config.json": #"{"do_lower_case": true}"#])
                == "F/sentence_bert_config.json, field \"do_lower_case\": lower case is not made "
                + "before tokenizing here. The model is refused rather than run wrongly.")
    }

    private func compressorError(_ folder: TemporaryFolder) -> EncoderError? {
        #expect(throws: EncoderError.self) {
            try LLMLingua2Compressor(
                folder: folder.url, settings: LLMLingua2Settings(), compute: Compute(threadCount: 1)
            ).compress("two words", to: 0.5) { $0.count }
        }
    }

    @Test func folderWithAnotherHeadCannotCompress() throws {
        let labels: JSONValue = ["0": "A", "1": "B", "2": "C"]
        let folder = try folder(EncoderGolden.named("bert"), config: ["id2label": labels])
        #expect(
            compressorError(folder)?.description
                == "\(folder.url.path)/config.json, field \"id2label\": there are 3 labels, where 2 "
                + "are needed. The model is refused rather than run wrongly.")
    }

    @Test func specialTokenBeyondTheTableIsRefused() throws {
        let golden = try EncoderGolden.named("bert")
        let file = golden.folder.appending(path: "tokenizer.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let folder = try folder(
            golden, ["tokenizer.json": text.replacing(#""ids":[3]"#, with: #""ids":[500]"#)])
        let error = #expect(throws: EncoderError.self) { try encoder(folder.url) }
        #expect(
            error
                == .vocabularyMismatch(
                    path: folder.url.path, tokenizerSize: 501, modelSize: 413))
    }

    @Test func folderWithoutClassifierCannotCompress() throws {
        let folder = try folder(
            EncoderGolden.named("bert"), config: ["architectures": ["BertForMaskedLM"]])
        #expect(
            compressorError(folder)?.description
                == "\(folder.url.path)/config.json: architectures \"BertForMaskedLM\" is not "
                + "supported. Choose a model with a head for token classification, such as "
                + "BertForTokenClassification.")
    }

    @Test func absentFilesAreNamed() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: EncoderError.self) { try encoder(folder.url) }
        #expect(
            error?.description
                == "\(folder.url.path)/config.json is missing: it holds the model's shape. Point to "
                + "a complete Hugging Face folder.")
    }
}
