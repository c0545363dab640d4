import JSONText

/// What transformers takes for a field that config.json leaves out.
struct FamilyDefaults {
    var contextLength: Int
    var rmsNormEpsilon = 1e-6
    var ropeTheta = 10_000.0
    var keyValueHeadCount: Int?
    var headWidth: Int?
    var slidingWindow: Int?

    init(_ family: ModelFamily) {
        switch family {
        case .llama: contextLength = 2_048
        case .mistral, .mixtral:
            contextLength = 131_072
            keyValueHeadCount = 8
        case .qwen2, .qwen3, .qwen3MoE:
            contextLength = 32_768
            keyValueHeadCount = family == .qwen3MoE ? 4 : 32
        }
        if family == .mixtral {
            rmsNormEpsilon = 1e-5
            ropeTheta = 1_000_000
        } else if family != .llama {
            slidingWindow = 4_096
        }
        if family == .qwen3 { headWidth = 128 }
    }
}

extension ModelConfigurationReader {
    /// Sizes beyond every model there is: a file that asks for more is damaged or hostile, and
    /// products of these stay far from overflow.
    enum Limit {
        static let layers = 1_024
        static let experts = 1_024
        static let heads = 65_536
        static let width = 1 << 22
        static let parameters = 1e14
    }

    func present(_ field: String) -> JSONValue? {
        guard let value = json[field], !value.isNull else { return nil }
        return value
    }

    func size(_ field: String, atMost limit: Int = Int(Int32.max)) throws -> Int {
        guard let value = try optionalSize(field, atMost: limit) else {
            throw bad(field, "it is missing")
        }
        return value
    }

    func optionalSize(_ field: String, atMost limit: Int = Int(Int32.max)) throws -> Int? {
        guard let value = present(field) else { return nil }
        guard let size = value.intValue, size > 0, size <= Int(Int32.max) else {
            throw bad(field, "expected a positive whole number, found \(value.text())")
        }
        guard size <= limit else {
            throw bad(field, "\(size) is beyond the \(limit) that this engine accepts")
        }
        return size
    }

    func number(_ field: String, in object: JSONValue) throws -> Double? {
        guard let value = object[field], !value.isNull else { return nil }
        guard let number = value.doubleValue, number.isFinite else {
            throw bad(field, "expected a number, found \(value.text())")
        }
        return number
    }

    func flag(_ field: String) throws -> Bool {
        guard let value = present(field) else { return false }
        guard let flag = value.boolValue else {
            throw bad(field, "expected true or false, found \(value.text())")
        }
        return flag
    }

    func bad(_ field: String, _ reason: String) -> ModelError {
        .badField(path: path, field: field, reason: reason)
    }

    /// Refuses what could only be a mistake before anybody lists or multiplies its tensors.
    func checkSize(_ configuration: ModelConfiguration) throws {
        let hidden = Double(configuration.hiddenSize)
        let attention =
            2 * hidden * Double(configuration.queryWidth + configuration.keyValueWidth)
        let dense = 3 * hidden * Double(configuration.intermediateSize)
        let sparse =
            configuration.mixture.map {
                3 * hidden * Double($0.expertIntermediateSize) * Double($0.expertCount)
            } ?? 0
        let count =
            2 * hidden * Double(configuration.vocabularySize)
            + Double(configuration.layerCount) * (attention + max(dense, sparse))
        guard count <= Limit.parameters else {
            throw bad("hidden_size", "the sizes ask for more than 100,000 billion parameters")
        }
    }
}
