/// How a tokenizer's tokens show where words begin.
package enum WordMark: Sendable, Equatable {
    /// Tokens inside of a word begin with this, like "##".
    case continuation(String)
    /// The first token of a word begins with this, like "▁".
    case start(String)

    /// Whether a token, as the file spells it, begins a word.
    package func beginsWord(_ token: String) -> Bool {
        switch self {
        case .continuation(let prefix): !token.utf8.starts(with: prefix.utf8)
        case .start(let prefix): token.utf8.starts(with: prefix.utf8)
        }
    }
}

extension TokenizerFile {
    /// What the model or, of the others, the pre-tokenizer says.
    var wordMark: WordMark {
        if case .wordPiece(let model) = model {
            return .continuation(String(decoding: model.continuingPrefix, as: UTF8.self))
        }
        return preTokenizer?.wordMark ?? .start("▁")
    }
}

extension PreTokenizer {
    fileprivate var wordMark: WordMark? {
        switch self {
        case .byteLevel: .start(String(ByteAlphabet.scalars[0x20]))
        case .metaspace(let replacement, _, _):
            .start(String(decoding: replacement, as: UTF8.self))
        case .split: nil
        case .sequence(let stages): stages.lazy.compactMap(\.wordMark).first
        }
    }
}
