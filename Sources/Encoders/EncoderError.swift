/// Why an encoder's folder cannot be used.
package enum EncoderError: Error, Equatable, CustomStringConvertible {
    case missingFile(path: String, purpose: String)
    case unreadable(path: String, reason: String)
    /// A kind of model, or a part of one, that is not computed here.
    case unsupported(path: String, field: String, found: String, supported: String)
    case badField(path: String, field: String, reason: String)
    case missingTensor(path: String, tensor: String)
    case badTensor(path: String, tensor: String, reason: String)
    case vocabularyMismatch(path: String, tokenizerSize: Int, modelSize: Int)
    case noRoomForText(path: String, limit: Int, specialCount: Int)

    package var description: String {
        switch self {
        case .missingFile(let path, let purpose):
            "\(path) is missing: it holds \(purpose). Point to a complete Hugging Face folder."
        case .unreadable(let path, let reason):
            "Cannot read \(path): \(reason). Download or copy the file again."
        case .unsupported(let path, let field, let found, let supported):
            "\(path): \(field) \"\(found)\" is not supported. Choose a model with \(supported)."
        case .badField(let path, let field, let reason):
            "\(path), field \"\(field)\": \(reason). The model is refused rather than run wrongly."
        case .missingTensor(let path, let tensor):
            "\(path) lacks the tensor \"\(tensor)\". A shard is missing, or config.json belongs "
                + "to another model."
        case .badTensor(let path, let tensor, let reason):
            "\(path), tensor \"\(tensor)\": \(reason). The model is refused rather than run wrongly."
        case .vocabularyMismatch(let path, let tokenizerSize, let modelSize):
            "\(path): the tokenizer knows \(tokenizerSize) tokens, but the model only "
                + "\(modelSize). Use the tokenizer that came with the model."
        case .noRoomForText(let path, let limit, let specialCount):
            "\(path): \(limit) positions leave no room for text beside the tokenizer's "
                + "\(specialCount) special tokens. Choose another model."
        }
    }
}
