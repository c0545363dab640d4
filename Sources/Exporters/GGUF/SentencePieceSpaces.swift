import JSONText

/// How a SentencePiece-like tokenizer writes spaces, and whether llama.cpp can do the same.
struct SentencePieceSpaces {
    /// Whether a space is put before a text.
    private(set) var addsPrefix = false
    private(set) var warnings: [String] = []

    /// - Throws: `ExportError.unsupportedTokenizer` for stages that llama.cpp has nothing like.
    init(_ stages: TokenizerFileStages, _ vocabulary: GGUFVocabulary) throws {
        let space = String(SentencePieceScores.space)
        func refused(_ reason: String) -> ExportError {
            .unsupportedTokenizer(path: stages.path, reason: reason)
        }
        var writesSpaces = false
        for stage in stages.normalizers {
            switch TokenizerFileStages.type(stage) {
            case "Prepend" where stage["prepend"]?.stringValue == space: addsPrefix = true
            case "Replace"
            where stage["pattern"]?["String"]?.stringValue == " "
                && stage["content"]?.stringValue == space:
                writesSpaces = true
            case let form where ["NFC", "NFD", "NFKC", "NFKD"].contains(form):
                warnings.append(
                    "llama.cpp does not bring texts into \(form); send them in that form")
            case let type: throw refused("its normalizer \(type) is not known to llama.cpp")
            }
        }
        for stage in stages.preTokenizers {
            guard TokenizerFileStages.type(stage) == "Metaspace",
                stage["replacement"]?.stringValue == space
            else {
                throw refused(
                    "its pre-tokenizer \(TokenizerFileStages.type(stage)) is not known to "
                        + "llama.cpp's kind with byte tokens")
            }
            writesSpaces = true
            readMetaspace(stage, vocabulary)
        }
        guard writesSpaces else { throw refused("it does not write spaces as \(space)") }
    }

    private mutating func readMetaspace(_ stage: JSONValue, _ vocabulary: GGUFVocabulary) {
        let scheme =
            stage["prepend_scheme"]?.stringValue
            ?? (stage["add_prefix_space"]?.boolValue == false ? "never" : "always")
        if scheme != "never" {
            addsPrefix = true
            warnings.append(
                "llama.cpp puts a space also before a text that starts with one"
                    + (scheme == "first" ? ", and behind each special token" : ""))
        }
        guard stage["split"]?.boolValue != false else { return }
        let crossing = zip(vocabulary.tokens, vocabulary.kinds).first { token, kind in
            kind == .normal
                && token.unicodeScalars.dropFirst().contains(SentencePieceScores.space)
        }
        if let crossing {
            warnings.append(
                "llama.cpp does not cut texts at spaces, and makes tokens such as "
                    + "\"\(crossing.0)\" that this tokenizer never makes")
        }
    }
}
