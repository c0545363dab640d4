import JSONText
import Tokenizers

/// The tokens of a model by id, with the kinds that llama.cpp tells apart.
struct GGUFVocabulary {
    /// llama.cpp's kinds of tokens.
    enum Kind: Int32 {
        case normal = 1
        case unknown = 2
        /// Special: never shown, found in a text only where the caller allows it.
        case control = 3
        /// Found in every text before anything else.
        case userDefined = 4
        case unused = 5
        /// One byte, for what no other token covers.
        case byte = 6
    }

    private(set) var tokens: [String] = []
    private(set) var kinds: [Kind] = []
    /// Notes about what llama.cpp does otherwise.
    private(set) var warnings: [String] = []

    /// - Parameters:
    ///   - tokenizer: the tokenizer.
    ///   - stages: its file.
    ///   - size: rows of the model's embedding; ids without a token become unused ones.
    ///   - unknown: the id for what has no token.
    ///   - hasByteTokens: whether tokens like `<0x0A>` stand for bytes.
    /// - Throws: `ExportError.unsupportedTokenizer` where two ids would have the same token.
    init(
        _ tokenizer: Tokenizer, _ stages: TokenizerFileStages, size: Int, unknown: Int32?,
        hasByteTokens: Bool
    ) throws {
        let added = Self.added(tokenizer, stages)
        var seen: Set<[UInt8]> = []
        for id in 0..<Int32(size) {
            var token = tokenizer.token(id) ?? "[PAD\(id)]"
            let kind: Kind
            if tokenizer.token(id) == nil {
                kind = .unused
            } else if id == unknown {
                kind = .unknown
            } else if let isSpecial = added[id] {
                kind = isSpecial ? .control : .userDefined
            } else {
                kind = hasByteTokens && Self.isByte(token) ? .byte : .normal
            }
            // llama.cpp looks for these in the text as it was typed.
            if kind == .userDefined, hasByteTokens { token = Self.withSpaces(token) }
            guard seen.insert(Array(token.utf8)).inserted else {
                throw ExportError.unsupportedTokenizer(
                    path: stages.path, reason: "the token \"\(token)\" has two ids")
            }
            tokens.append(token)
            kinds.append(kind)
        }
        warnings = Self.warnings(stages)
    }

    /// The ids of added tokens, and whether each is special.
    private static func added(
        _ tokenizer: Tokenizer, _ stages: TokenizerFileStages
    ) -> [Int32: Bool] {
        var added: [Int32: Bool] = [:]
        for token in stages.addedTokens {
            guard let content = token["content"]?.stringValue, let id = tokenizer.id(content) else {
                continue
            }
            added[id] = tokenizer.isSpecial(id)
        }
        return added
    }

    /// Settings of added tokens that the format has no place for.
    private static func warnings(_ stages: TokenizerFileStages) -> [String] {
        let names = stages.addedTokens.filter { token in
            ["lstrip", "rstrip", "single_word"].contains { token[$0]?.boolValue == true }
        }.compactMap { $0["content"]?.stringValue }
        guard let first = names.first else { return [] }
        return [
            "added tokens such as \"\(first)\" take spaces along or stand alone (lstrip, rstrip, "
                + "single_word); llama.cpp may not do that"
        ]
    }

    /// Whether a token is spelled like `<0x0A>`.
    static func isByte(_ token: String) -> Bool {
        let bytes = Array(token.utf8)
        return bytes.count == 6 && bytes.starts(with: "<0x".utf8) && bytes[5] == UInt8(ascii: ">")
            && bytes[3...4].allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    }

    private static func withSpaces(_ token: String) -> String {
        String(
            String.UnicodeScalarView(
                token.unicodeScalars.map { $0 == SentencePieceScores.space ? " " : $0 }))
    }
}
