/// Why a model, an adapter or their tokenizer cannot be used.
package enum ModelError: Error, Equatable, CustomStringConvertible {
    case missingFile(path: String, purpose: String)
    case unreadable(path: String, reason: String)
    case unknownFamily(path: String, family: String)
    case badField(path: String, field: String, reason: String)
    case missingTensor(path: String, tensor: String)
    case wrongShape(path: String, tensor: String, found: [Int], expected: [Int])
    /// A tensor that is there, but cannot be used or has no place in the model.
    case badTensor(path: String, tensor: String, reason: String)
    case vocabularyMismatch(path: String, tokenizerSize: Int, modelSize: Int)
    case badAdapter(path: String, reason: String)
    case contextExceeded(tokens: Int, limit: Int)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .missingFile(let path, let purpose):
            "\(path) is missing: it holds \(purpose). Point to a complete Hugging Face folder."
        case .unreadable(let path, let reason):
            "Cannot read \(path): \(reason)."
        case .unknownFamily(let path, let family):
            "\(path): model_type \"\(family)\" is not supported. Supported: "
                + ModelConfiguration.supportedFamilies.joined(separator: ", ") + "."
        case .badField(let path, let field, let reason):
            "\(path), field \"\(field)\": \(reason). The model is refused rather than run wrongly."
        case .missingTensor(let path, let tensor):
            "\(path) lacks the tensor \"\(tensor)\". A shard is missing, or config.json belongs "
                + "to another model."
        case .wrongShape(let path, let tensor, let found, let expected):
            "\(path): tensor \"\(tensor)\" has shape \(found), but config.json asks for "
                + "\(expected). The two belong to different models."
        case .badTensor(let path, let tensor, let reason):
            "\(path), tensor \"\(tensor)\": \(reason). The model is refused rather than run wrongly."
        case .vocabularyMismatch(let path, let tokenizerSize, let modelSize):
            "\(path): the tokenizer knows \(tokenizerSize) tokens, but the model only "
                + "\(modelSize). Use the tokenizer.json that came with the model."
        case .badAdapter(let path, let reason):
            "\(path): \(reason). Use an adapter that was trained on this model."
        case .contextExceeded(let tokens, let limit):
            "The prompt and its answer take \(tokens) tokens, but the model's context has "
                + "\(limit). Shorten the template or use fewer examples."
        case .cannotWrite(let path, let reason):
            "Cannot write \(path): \(reason). Free space or choose another folder; what was "
                + "there before is unchanged."
        }
    }
}
