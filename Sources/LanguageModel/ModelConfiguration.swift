import Foundation
import JSONText

/// The shape of a decoder, as config.json tells it in the spelling of transformers 4 or 5.
package struct ModelConfiguration: Sendable, Equatable {
    package var vocabularySize: Int
    package var hiddenSize: Int
    package var intermediateSize: Int
    package var layerCount: Int
    package var headCount: Int
    package var keyValueHeadCount: Int
    package var headWidth: Int
    package var contextLength: Int
    package var rmsNormEpsilon: Float
    package var ropeTheta: Double
    package var ropeScaling: RotaryScaling
    package var tiesEmbeddings: Bool
    package var beginningOfSequence: Int32?
    /// Any of these ends an answer.
    package var endOfSequence: [Int32]

    package static let supportedFamilies = ["llama"]

    package init(
        vocabularySize: Int, hiddenSize: Int, intermediateSize: Int, layerCount: Int,
        headCount: Int, keyValueHeadCount: Int, headWidth: Int? = nil, contextLength: Int,
        rmsNormEpsilon: Float = 1e-5, ropeTheta: Double = 10_000,
        ropeScaling: RotaryScaling = .none, tiesEmbeddings: Bool = true,
        beginningOfSequence: Int32? = nil, endOfSequence: [Int32] = []
    ) {
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.intermediateSize = intermediateSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth ?? hiddenSize / headCount
        self.contextLength = contextLength
        self.rmsNormEpsilon = rmsNormEpsilon
        self.ropeTheta = ropeTheta
        self.ropeScaling = ropeScaling
        self.tiesEmbeddings = tiesEmbeddings
        self.beginningOfSequence = beginningOfSequence
        self.endOfSequence = endOfSequence
    }

    /// Width of all query heads together.
    package var queryWidth: Int { headCount * headWidth }
    /// Width of all key (or value) heads together.
    package var keyValueWidth: Int { keyValueHeadCount * headWidth }

    /// Reads config.json.
    /// - Throws: `ModelError` for an unknown family and for every setting that this engine would
    ///   compute wrongly.
    package init(file: URL) throws {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ModelError.missingFile(path: file.path, purpose: "the model's shape")
        }
        let json: JSONValue
        do {
            json = try JSONValue.parse(Array(data))
        } catch {
            throw ModelError.unreadable(path: file.path, reason: "it is not JSON: \(error)")
        }
        self = try ModelConfigurationReader(json: json, path: file.path).configuration()
    }
}

/// Reads fields and remembers where from, for messages.
private struct ModelConfigurationReader {
    let json: JSONValue
    let path: String

    func configuration() throws -> ModelConfiguration {
        let family = json["model_type"]?.stringValue ?? ""
        guard ModelConfiguration.supportedFamilies.contains(family) else {
            throw ModelError.unknownFamily(path: path, family: family)
        }
        try refuseWhatIsNotComputed()
        let hiddenSize = try size("hidden_size")
        let headCount = try size("num_attention_heads")
        let keyValueHeadCount = try optionalSize("num_key_value_heads") ?? headCount
        guard headCount % keyValueHeadCount == 0 else {
            throw bad("num_key_value_heads", "\(headCount) heads cannot share \(keyValueHeadCount)")
        }
        let headWidth = try optionalSize("head_dim") ?? hiddenSize / headCount
        guard headWidth % 2 == 0 else {
            throw bad("head_dim", "\(headWidth) is odd, and rotary embedding needs pairs")
        }
        let (theta, scaling) = try rope()
        return ModelConfiguration(
            vocabularySize: try size("vocab_size"), hiddenSize: hiddenSize,
            intermediateSize: try size("intermediate_size"),
            layerCount: try size("num_hidden_layers"), headCount: headCount,
            keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
            contextLength: try optionalSize("max_position_embeddings") ?? 2_048,
            rmsNormEpsilon: Float(try number("rms_norm_eps", in: json) ?? 1e-6),
            ropeTheta: theta, ropeScaling: scaling,
            tiesEmbeddings: try flag("tie_word_embeddings"),
            beginningOfSequence: json["bos_token_id"]?.intValue.flatMap { Int32(exactly: $0) },
            endOfSequence: endOfSequence())
    }

    private func refuseWhatIsNotComputed() throws {
        if let activation = json["hidden_act"], activation.stringValue != "silu" {
            throw bad("hidden_act", "\(activation.text()) is not supported, only \"silu\"")
        }
        for name in ["attention_bias", "mlp_bias"] where try flag(name) {
            throw bad(name, "biases are not supported")
        }
        if let quantization = json["quantization_config"], !quantization.isNull {
            throw bad("quantization_config", "quantised checkpoints are not supported")
        }
    }

    /// The rotary base and scaling, in either spelling.
    ///
    /// Transformers 4 has `rope_theta` and `rope_scaling`; transformers 5 puts both into
    /// `rope_parameters`. A reader that misses one of them computes garbage without an error.
    private func rope() throws -> (theta: Double, scaling: RotaryScaling) {
        let parameters = present("rope_parameters") ?? present("rope_scaling")
        let name = present("rope_parameters") != nil ? "rope_parameters" : "rope_scaling"
        let theta =
            try parameters.flatMap { try number("rope_theta", in: $0) }
            ?? number("rope_theta", in: json) ?? 10_000
        guard let parameters else { return (theta, .none) }
        guard parameters.objectValue != nil else { throw bad(name, "it is not an object") }
        let kind = (parameters["rope_type"] ?? parameters["type"])?.stringValue ?? "default"
        switch kind {
        case "default": return (theta, .none)
        case "llama3":
            func needed(_ field: String) throws -> Double {
                guard let value = try number(field, in: parameters) else {
                    throw bad(name, "rope type llama3 needs \"\(field)\"")
                }
                return value
            }
            return (
                theta,
                .llama3(
                    factor: try needed("factor"), lowFrequencyFactor: try needed("low_freq_factor"),
                    highFrequencyFactor: try needed("high_freq_factor"),
                    originalContextLength: try needed("original_max_position_embeddings"))
            )
        default: throw bad(name, "rope type \"\(kind)\" is not supported, only default and llama3")
        }
    }

    private func endOfSequence() -> [Int32] {
        switch json["eos_token_id"] {
        case .array(let values): values.compactMap { $0.intValue.flatMap { Int32(exactly: $0) } }
        case .some(let value): value.intValue.flatMap { Int32(exactly: $0) }.map { [$0] } ?? []
        case nil: []
        }
    }

    // MARK: Fields

    private func present(_ field: String) -> JSONValue? {
        guard let value = json[field], !value.isNull else { return nil }
        return value
    }

    private func size(_ field: String) throws -> Int {
        guard let value = try optionalSize(field) else { throw bad(field, "it is missing") }
        return value
    }

    private func optionalSize(_ field: String) throws -> Int? {
        guard let value = present(field) else { return nil }
        guard let size = value.intValue, size > 0, size <= Int(Int32.max) else {
            throw bad(field, "expected a positive whole number, found \(value.text())")
        }
        return size
    }

    private func number(_ field: String, in object: JSONValue) throws -> Double? {
        guard let value = object[field], !value.isNull else { return nil }
        guard let number = value.doubleValue else {
            throw bad(field, "expected a number, found \(value.text())")
        }
        return number
    }

    private func flag(_ field: String) throws -> Bool {
        guard let value = present(field) else { return false }
        guard let flag = value.boolValue else {
            throw bad(field, "expected true or false, found \(value.text())")
        }
        return flag
    }

    private func bad(_ field: String, _ reason: String) -> ModelError {
        .badField(path: path, field: field, reason: reason)
    }
}
