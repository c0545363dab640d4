import Foundation

/// The older form of a BERT tokenizer: `vocab.txt`, a token a line, with the settings in
/// `tokenizer_config.json`.
///
/// The names of fields and what they mean where they are absent are those of transformers'
/// `BertTokenizer`.
struct BertVocabularyFile {
    static let name = "vocab.txt"

    /// The stages as `tokenizer.json` would describe them.
    let stages: TokenizerFile

    /// - Throws: `TokenizerError`.
    init(file: URL, config: URL?) throws {
        let settings = try config.map {
            try StageReader(
                file: $0.path, path: "", TokenizerFile.parse(TokenizerFile.read($0), $0.path))
        }
        func flag(_ name: String) throws -> Bool? {
            guard let settings, !settings.isAbsent(name) else { return nil }
            return try settings.bool(name, default: false)
        }
        let vocabulary = try Self.vocabulary(file)
        func special(_ role: String, _ fallback: String) throws -> AddedToken {
            let token = try settings.flatMap { try TokenizerConfig.token($0, role) } ?? fallback
            guard let id = vocabulary.id(Array(token.utf8)) else {
                throw TokenizerError.unsupportedSetting(
                    file: file.path, field: role,
                    reason: "is \"\(token)\", which is not in the vocabulary")
            }
            return AddedToken(special: token, id: id)
        }
        let unknown = try special("unk_token", "[UNK]")
        let start = try special("cls_token", "[CLS]")
        let separator = try special("sep_token", "[SEP]")
        let padding = try special("pad_token", "[PAD]")
        let mask = try special("mask_token", "[MASK]")
        let prefix = Array(WordPieceModel.defaultContinuingPrefix.utf8)
        stages = TokenizerFile(
            normalizer: BertNormalizer.make(
                cleansText: true, spacesIdeographs: try flag("tokenize_chinese_chars") ?? true,
                stripsAccents: try flag("strip_accents"),
                lowercases: try flag("do_lower_case") ?? true),
            preTokenizer: .bert,
            model: .wordPiece(
                WordPieceModel(
                    vocabulary: vocabulary, unknownToken: unknown.id, continuingPrefix: prefix,
                    longestWord: WordPieceModel.defaultLongestWord)),
            postProcessor: .template([.tokens([start.id]), .text, .tokens([separator.id])]),
            decoder: [.wordPiece(prefix: prefix, cleansUp: true)],
            addedTokens: [unknown, separator, padding, start, mask])
    }

    private static func vocabulary(_ file: URL) throws -> Vocabulary {
        var lines = try TokenizerFile.read(file).split(
            separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count < Vocabulary.idLimit else {
            throw TokenizerError.wrongField(
                file: file.path, field: "vocab.txt", expected: "at most 16,777,216 lines",
                found: "one of \(lines.count)")
        }
        var vocabulary = Vocabulary(reserving: lines.count)
        for (id, line) in lines.enumerated() {
            vocabulary.insert(line.last == 0x0D ? line.dropLast() : line, id: Int32(id))
        }
        return vocabulary
    }
}
