import Foundation
import JSONText
import LanguageModel
import TestSupport
import Testing

@Suite struct ModelConfigurationTests {
    private let folder: TemporaryFolder
    private var path: String { folder.url.appending(path: "config.json").path }

    private static let plain: JSONValue = [
        "model_type": "llama", "vocab_size": 100, "hidden_size": 64, "intermediate_size": 96,
        "num_hidden_layers": 2, "num_attention_heads": 8,
    ]

    init() throws { folder = try TemporaryFolder() }

    private func read(_ changes: [(String, JSONValue)] = []) throws -> ModelConfiguration {
        var object = Self.plain.objectValue ?? JSONObject()
        for (field, value) in changes { object.set(field, value) }
        return try ModelConfiguration(
            file: folder.write("config.json", JSONValue.object(object).text(.indented)))
    }

    private func message(_ changes: [(String, JSONValue)]) -> String? {
        do {
            _ = try read(changes)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func refusal(_ field: String, _ reason: String) -> String {
        "\(path), field \"\(field)\": \(reason). The model is refused rather than run wrongly."
    }

    // MARK: Both spellings

    @Test func absentFieldsHaveTransformersDefaults() throws {
        let configuration = try read()
        #expect(
            configuration
                == ModelConfiguration(
                    vocabularySize: 100, hiddenSize: 64, intermediateSize: 96, layerCount: 2,
                    headCount: 8, keyValueHeadCount: 8, headWidth: 8, contextLength: 2_048,
                    rmsNormEpsilon: 1e-6, ropeTheta: 10_000, ropeScaling: .none,
                    tiesEmbeddings: false, beginningOfSequence: nil, endOfSequence: []))
        #expect(configuration.queryWidth == 64 && configuration.keyValueWidth == 64)
    }

    private static let scaling: [(String, JSONValue)] = [
        ("factor", 8.0), ("low_freq_factor", 1.0), ("high_freq_factor", 4.0),
        ("original_max_position_embeddings", 8_192),
    ]

    @Test func bothSpellingsOfTheRotarySettingsAreEqual() throws {
        func object(_ members: [(String, JSONValue)]) -> JSONValue {
            .object(JSONObject(members.map { .init(key: $0.0, value: $0.1) }))
        }
        let four = try read([
            ("rope_theta", 500_000.0),
            ("rope_scaling", object([("rope_type", "llama3")] + Self.scaling)),
        ])
        let older = try read([
            ("rope_theta", 500_000), ("rope_scaling", object([("type", "llama3")] + Self.scaling)),
        ])
        let five = try read([
            (
                "rope_parameters",
                object([("rope_type", "llama3"), ("rope_theta", 500_000.0)] + Self.scaling)
            )
        ])
        #expect(four == five && older == five)
        #expect(five.ropeTheta == 500_000)
        #expect(
            five.ropeScaling
                == .llama3(
                    factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4,
                    originalContextLength: 8_192))
        let plain = try read([
            ("rope_parameters", ["rope_type": "default", "rope_theta": 20_000.0]),
            ("rope_scaling", nil),
        ])
        #expect(plain.ropeTheta == 20_000 && plain.ropeScaling == .none)
    }

    @Test func endsOfSequenceAreOneOrSeveral() throws {
        #expect(try read([("eos_token_id", 2)]).endOfSequence == [2])
        #expect(try read([("eos_token_id", [2, 5, 7])]).endOfSequence == [2, 5, 7])
        #expect(try read([("eos_token_id", nil)]).endOfSequence == [])
        #expect(try read([("bos_token_id", 1)]).beginningOfSequence == 1)
        // Beyond 32 bits there is no such token.
        #expect(try read([("eos_token_id", 1e15)]).endOfSequence == [])
        #expect(try read([("eos_token_id", 9_000_000_000)]).endOfSequence == [])
        #expect(try read([("bos_token_id", 9_000_000_000)]).beginningOfSequence == nil)
    }

    @Test func otherFieldsAreTaken() throws {
        let configuration = try read([
            ("num_key_value_heads", 2), ("head_dim", 16), ("rms_norm_eps", 1e-5),
            ("tie_word_embeddings", true), ("max_position_embeddings", 777),
            ("hidden_act", "silu"), ("attention_bias", false), ("quantization_config", nil),
        ])
        #expect(configuration.keyValueHeadCount == 2 && configuration.headWidth == 16)
        #expect(configuration.rmsNormEpsilon == 1e-5 && configuration.tiesEmbeddings)
        #expect(configuration.contextLength == 777 && configuration.queryWidth == 128)
    }

    // MARK: Refusals

    private static let supported =
        "Supported: llama, mistral, qwen2, qwen3, mixtral, qwen3_moe."

    @Test func unknownFamilyIsNamed() {
        #expect(
            message([("model_type", "mamba")])
                == "\(path): model_type \"mamba\" is not supported. \(Self.supported)")
        #expect(
            message([("model_type", nil)])
                == "\(path): model_type \"\" is not supported. \(Self.supported)")
    }

    @Test func whatWouldBeComputedWronglyIsRefused() {
        #expect(
            message([("hidden_act", "gelu")])
                == refusal("hidden_act", "\"gelu\" is not supported, only \"silu\""))
        for field in ["attention_bias", "mlp_bias"] {
            #expect(
                message([(field, "yes")])
                    == refusal(field, "expected true or false, found \"yes\""))
        }
        #expect(
            message([("quantization_config", ["quant_method": "gptq"])])
                == refusal("quantization_config", "quantised checkpoints are not supported"))
        #expect(
            message([("head_dim", 7)])
                == refusal("head_dim", "7 is odd, and rotary embedding needs pairs"))
        #expect(
            message([("num_key_value_heads", 3)])
                == refusal("num_key_value_heads", "8 heads cannot share 3"))
    }

    @Test(arguments: ["rope_scaling", "rope_parameters"])
    func unknownRotaryScalingIsRefused(_ field: String) {
        #expect(
            message([(field, ["rope_type": "yarn", "original_max_position_embeddings": 4])])
                == refusal(field, "rope type yarn needs \"factor\""))
        for kind in ["dynamic", "longrope", "su", "axial"] {
            #expect(
                message([(field, ["rope_type": .string(kind), "factor": 4])])
                    == refusal(
                        field,
                        "rope type \"\(kind)\" is not supported, only default, linear, llama3 and "
                            + "yarn"))
        }
        #expect(
            message([(field, ["rope_type": "llama3", "factor": 4])])
                == refusal(field, "rope type llama3 needs \"low_freq_factor\""))
        #expect(
            message([(field, ["mrope_section": [16, 24, 24], "rope_type": "default"])])
                == refusal(field, "\"mrope_section\" is not supported"))
        #expect(
            message([(field, ["partial_rotary_factor": 0.5])])
                == refusal(
                    field,
                    "a partial rotary embedding (partial_rotary_factor) is not supported"))
        #expect(
            message([(field, ["a": ["rope_theta": 1e4], "b": ["rope_theta": 1e6]])])
                == refusal(field, "settings that differ between layers are not supported"))
        #expect(message([(field, "linear")]) == refusal(field, "it is not an object"))
        #expect(
            message([(field, ["rope_theta": "big"])])
                == refusal("rope_theta", "expected a number, found \"big\""))
    }

    @Test(arguments: [
        "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers",
        "num_attention_heads",
    ])
    func sizesMustBePresentAndPositive(_ field: String) {
        #expect(message([(field, nil)]) == refusal(field, "it is missing"))
        for (value, text) in [
            (0, "0"), (-4, "-4"), (2.5, "2.5"), ("64", "\"64\""), (3_000_000_000, "3000000000"),
        ] as [(JSONValue, String)] {
            #expect(
                message([(field, value)])
                    == refusal(field, "expected a positive whole number, found \(text)"))
        }
    }

    @Test func unreadableFilesAreNamed() throws {
        let absent = folder.url.appending(path: "absent.json")
        var error = #expect(throws: ModelError.self) { try ModelConfiguration(file: absent) }
        #expect(
            error?.description
                == "\(absent.path) is missing: it holds the model's shape. Point to a complete "
                + "Hugging Face folder.")
        let broken = try folder.write("config.json", "{\n")
        error = #expect(throws: ModelError.self) { try ModelConfiguration(file: broken) }
        #expect(
            error?.description
                == "Cannot read \(path): it is not JSON: Expected a member's name in double quotes "
                + "(line 2, column 1).")
    }
}
