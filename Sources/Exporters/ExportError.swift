/// Why a model could not be exported.
package enum ExportError: Error, Equatable, CustomStringConvertible {
    case cannotWrite(path: String, reason: String)
    /// A tokenizer that llama.cpp would read differently.
    case unsupportedTokenizer(path: String, reason: String)
    case unknownPreTokenizer(path: String, stages: String)
    /// A setting of the model that llama.cpp does not compute for its architecture.
    case unsupportedModel(path: String, reason: String)
    /// A value that would become infinite in 16-bit floats.
    case beyondHalf(tensor: String, value: Float)

    package var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "Cannot write \(path): \(reason). Free space or choose another folder; what was "
                + "there before is unchanged."
        case .unsupportedTokenizer(let path, let reason):
            "\(path): \(reason), so llama.cpp would make other ids of a text. Export with "
                + "--without-tokenizer and send ids, or choose a model with another tokenizer."
        case .unknownPreTokenizer(let path, let stages):
            "\(path): llama.cpp knows no pre-tokenizer of the stages \(stages). Export with "
                + "--without-tokenizer and send ids, or name the nearest one with --pre-tokenizer "
                + "(such as gpt-2) and accept that some texts become other ids."
        case .unsupportedModel(let path, let reason):
            "\(path): \(reason). llama.cpp would compute something else, so the model is not "
                + "exported."
        case .beyondHalf(let tensor, let value):
            "Tensor \"\(tensor)\" holds \(value), which 16-bit floats cannot. Export with --type "
                + "bf16 or f32."
        }
    }
}
