import JSONText

extension ModelConfigurationReader {
    /// The rotary base and scaling, in either spelling.
    ///
    /// Transformers 4 has `rope_theta` and `rope_scaling`; transformers 5 puts both into
    /// `rope_parameters`. A reader that misses one of them computes garbage without an error.
    func rope(
        _ defaults: FamilyDefaults, contextLength: Int
    ) throws -> (theta: Double, scaling: RotaryScaling) {
        let outer = try number("rope_theta", in: json) ?? defaults.ropeTheta
        let told = try ["rope_parameters", "rope_scaling"].compactMap { name in
            try parameters(name).map { (name: name, value: $0) }
        }
        let read = try told.map { name, value in
            let rope = RotaryParameters(
                reader: self, name: name, value: value, contextLength: contextLength)
            return (
                theta: try number("rope_theta", in: value) ?? outer, scaling: try rope.scaling()
            )
        }
        if read.count == 2, read[0].theta != read[1].theta || read[0].scaling != read[1].scaling {
            throw bad("rope_scaling", "it says something else than rope_parameters")
        }
        let (theta, scaling) = read.first ?? (outer, .none)
        // At 1 all waves are alike, and YaRN divides by the logarithm.
        guard theta > 1 else { throw bad("rope_theta", "expected more than 1, found \(theta)") }
        return (theta, scaling)
    }

    /// One object of settings; those that are told for each layer type must be the same for all.
    private func parameters(_ name: String) throws -> JSONValue? {
        guard let value = present(name) else { return nil }
        guard let members = value.objectValue?.members else {
            throw bad(name, "it is not an object")
        }
        let nested = members.filter { $0.value.objectValue != nil }
        guard let first = nested.first else { return members.isEmpty ? nil : value }
        guard nested.count == members.count, nested.allSatisfy({ $0.value == first.value }) else {
            throw bad(name, "settings that differ between layers are not supported")
        }
        return first.value
    }
}

/// One object of rotary settings.
private struct RotaryParameters {
    let reader: ModelConfigurationReader
    let name: String
    let value: JSONValue
    let contextLength: Int

    /// Every name that transformers reads for a type that is computed here.
    ///
    /// One that another type reads is ignored, as there.
    private static let known: Set<String> = [
        "rope_type", "type", "rope_theta", "factor", "low_freq_factor", "high_freq_factor",
        "original_max_position_embeddings", "beta_fast", "beta_slow", "attention_factor", "mscale",
        "mscale_all_dim", "truncate", "partial_rotary_factor",
        // A note on how the checkpoint was made.
        "finetuned",
    ]

    func scaling() throws -> RotaryScaling {
        for member in value.objectValue?.members ?? []
        where !Self.known.contains(member.key) && !member.value.isNull {
            throw bad("\"\(member.key)\" is not supported")
        }
        if let share = try optional("partial_rotary_factor"), share != 1 {
            throw bad("a partial rotary embedding (partial_rotary_factor) is not supported")
        }
        let kind = value["rope_type"] ?? value["type"] ?? "default"
        switch kind.stringValue {
        case "default": return .none
        case "linear": return .linear(factor: try positive("factor", kind))
        case "llama3": return try llama3(kind)
        case "yarn": return .yarn(try yarn(kind))
        default:
            throw bad(
                "rope type \(kind.text()) is not supported, only default, linear, llama3 and yarn")
        }
    }

    private func llama3(_ kind: JSONValue) throws -> RotaryScaling {
        let factor = try positive("factor", kind)
        let low = try positive("low_freq_factor", kind)
        let high = try positive("high_freq_factor", kind)
        guard high > low else { throw bad("high_freq_factor must be greater than low_freq_factor") }
        return .llama3(
            factor: factor, lowFrequencyFactor: low, highFrequencyFactor: high,
            originalContextLength: try originalContextLength() ?? Double(contextLength))
    }

    private func yarn(_ kind: JSONValue) throws -> YarnScaling {
        let original = try originalContextLength()
        // Null means the ratio of the two context lengths; absent is a mistake there, too.
        let factor =
            value["factor"] == .null
            ? Double(contextLength) / (original ?? Double(contextLength))
            : try positive("factor", kind)
        func orDefault(_ field: String, _ standard: Double) throws -> Double {
            let told = try optional(field) ?? 0
            return told == 0 ? standard : told
        }
        let fast = try orDefault("beta_fast", 32)
        let slow = try orDefault("beta_slow", 1)
        guard slow > 0, fast >= slow else {
            throw bad("beta_fast must not be less than beta_slow, and both positive")
        }
        let attention = try optional("attention_factor")
        guard attention.map({ $0 > 0 }) ?? true else {
            throw bad("attention_factor must be positive")
        }
        let truncate = value["truncate"] ?? true
        guard truncate.isNull || truncate.boolValue != nil else {
            throw bad("truncate is neither true nor false")
        }
        return YarnScaling(
            factor: factor, originalContextLength: original, betaFast: fast, betaSlow: slow,
            attentionFactor: attention, mscale: try optional("mscale"),
            mscaleAllDimensions: try optional("mscale_all_dim"),
            truncatesRange: truncate.boolValue ?? false)
    }

    /// From the settings or, as some checkpoints have it, from beside them; there it goes first.
    private func originalContextLength() throws -> Double? {
        let field = "original_max_position_embeddings"
        let length = try reader.number(field, in: reader.json) ?? optional(field)
        guard length.map({ $0 >= 1 && $0 <= Double(Int32.max) }) ?? true else {
            throw bad("\(field) is not a context length")
        }
        return length
    }

    // MARK: Fields

    private func positive(_ field: String, _ kind: JSONValue) throws -> Double {
        guard let number = try optional(field) else {
            throw bad("rope type \(kind.stringValue ?? "") needs \"\(field)\"")
        }
        guard number > 0 else { throw bad("\"\(field)\" must be positive") }
        return number
    }

    private func optional(_ field: String) throws -> Double? {
        try reader.number(field, in: value)
    }

    private func bad(_ reason: String) -> ModelError { reader.bad(name, reason) }
}
