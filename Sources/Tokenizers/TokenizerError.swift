/// Why a tokenizer could not be loaded or made.
package enum TokenizerError: Error, Equatable, CustomStringConvertible {
    /// The file is absent or cannot be read.
    case unreadable(file: String, reason: String)
    /// The file is not JSON.
    case notJSON(file: String, reason: String)
    /// A field is absent or holds the wrong kind of value.
    case wrongField(file: String, field: String, expected: String, found: String)
    /// A stage of a kind that is not known here.
    case unknownStage(file: String, field: String, stage: String)
    /// A stage that is known, with a setting that is not.
    case unsupportedSetting(file: String, field: String, reason: String)
    /// A merge that is not two tokens, or whose tokens are not in the vocabulary.
    case brokenMerge(file: String, number: Int, merge: String, reason: String)
    /// A regular expression that is malformed or uses a construct that is not known.
    case unsupportedPattern(file: String, field: String, pattern: String, reason: String)
    /// A trainer's setting that cannot be met.
    case untrainable(reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason):
            return "The tokenizer cannot be read: \(reason). \(file). "
                + "Check that the model's folder holds its tokenizer.json and may be read."
        case .notJSON(let file, let reason):
            return "The tokenizer is not valid JSON: \(reason). \(file). "
                + "Fetch the file again; it may have been cut short."
        case .wrongField(let file, let field, let expected, let found):
            return "The tokenizer's field \"\(field)\" should be \(expected) but is \(found). "
                + "\(file). Write the file again with the tokenizers library."
        case .unknownStage(let file, let field, let stage):
            return "The tokenizer's \(field) is of type \"\(stage)\", which is not supported. "
                + "\(file). Choose a model with a tokenizer of the kinds that the manual lists."
        case .unsupportedSetting(let file, let field, let reason):
            return "The tokenizer's \(field) \(reason). \(file). "
                + "Choose a model whose tokenizer does without, or change the setting."
        case .brokenMerge(let file, let number, let merge, let reason):
            return "Merge \(number), \"\(merge)\", \(reason). \(file). "
                + "Fetch a whole tokenizer.json; this one was damaged when it was converted."
        case .unsupportedPattern(let file, let field, let pattern, let reason):
            return "The tokenizer's \(field) has a pattern that is not supported: \(reason) in "
                + "\"\(pattern)\". \(file). Choose a model whose tokenizer does without."
        case .untrainable(let reason):
            return "No tokenizer can be trained: \(reason)."
        }
    }
}
