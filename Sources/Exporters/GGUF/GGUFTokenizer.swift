import Foundation
import JSONText
import LanguageModel
import Tokenizers

/// A model's tokenizer as llama.cpp's metadata.
struct GGUFTokenizer {
    /// llama.cpp's kind: "llama" for SentencePiece-like, "gpt2" for byte-level, "none".
    let kind: String
    /// llama.cpp's name for the way of cutting; nil where the kind has none.
    let preTokenizer: String?
    let metadata: [(key: String, value: GGUFValue)]
    /// What llama.cpp does otherwise than the tokenizer.
    let warnings: [String]

    /// For a model without a tokenizer: llama.cpp then takes and gives ids.
    static let none = GGUFTokenizer(
        kind: "none", preTokenizer: nil, metadata: [("tokenizer.ggml.model", .string("none"))],
        warnings: [])

    /// Reads the tokenizer of a model's folder.
    ///
    /// - Parameters:
    ///   - folder: with tokenizer.json; a folder without gives `none`.
    ///   - configuration: the model's.
    ///   - preTokenizer: llama.cpp's name of a pre-tokenizer to name, in place of looking for it.
    /// - Returns: what to write, and what llama.cpp does otherwise.
    /// - Throws: `TokenizerError`, `ModelError.vocabularyMismatch`, `ExportError`.
    static func read(
        folder: URL, configuration: ModelConfiguration, preTokenizer: String?
    ) throws -> GGUFTokenizer {
        let file = folder.appending(path: "tokenizer.json")
        guard FileManager.default.fileExists(atPath: file.path) else { return none }
        let tokenizer = try Tokenizer.load(folder: folder)
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw ModelError.vocabularyMismatch(
                path: file.path, tokenizerSize: tokenizer.vocabularySize,
                modelSize: configuration.vocabularySize)
        }
        let stages = try TokenizerFileStages(file: file)
        // Files of before 2020 name no type and are of this one.
        let model = TokenizerFileStages.type(stages.model)
        guard ["", "BPE"].contains(model) else {
            throw ExportError.unsupportedTokenizer(
                path: file.path, reason: "its model is \(model), and only BPE is written")
        }
        let unknown = stages.model["unk_token"]?.stringValue.flatMap(tokenizer.id)
        let vocabulary = try GGUFVocabulary(
            tokenizer, stages, size: configuration.vocabularySize, unknown: unknown,
            hasByteTokens: !stages.isByteLevel)
        for field in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let text = stages.model[field]?.stringValue, !text.isEmpty {
                throw ExportError.unsupportedTokenizer(
                    path: file.path, reason: "it writes \"\(text)\" into tokens (\(field))")
            }
        }
        let parts =
            stages.isByteLevel
            ? try byteLevel(stages, preTokenizer: preTokenizer)
            : try sentencePiece(stages, vocabulary)
        let special = GGUFSpecialTokens(
            tokenizer, configuration: configuration, unknown: unknown, folder: folder)
        let metadata: [(key: String, value: GGUFValue)] =
            [
                ("tokenizer.ggml.tokens", .strings(vocabulary.tokens)),
                ("tokenizer.ggml.token_type", .int32s(vocabulary.kinds.map(\.rawValue))),
            ] + special.metadata
        return GGUFTokenizer(
            kind: parts.kind, preTokenizer: parts.preTokenizer,
            metadata: parts.metadata + metadata,
            warnings: parts.warnings + vocabulary.warnings
                + special.warnings(isByteLevel: stages.isByteLevel, vocabulary))
    }

    // MARK: Byte-level

    private static func byteLevel(
        _ stages: TokenizerFileStages, preTokenizer: String?
    ) throws -> GGUFTokenizer {
        let (name, cutWarnings) = try cut(stages, preTokenizer: preTokenizer)
        var warnings = cutWarnings
        for stage in stages.normalizers {
            let type = TokenizerFileStages.type(stage)
            guard ["NFC", "NFD", "NFKC", "NFKD"].contains(type) else {
                throw ExportError.unsupportedTokenizer(
                    path: stages.path,
                    reason: "its normalizer \(type) is not known to llama.cpp's byte-level kind")
            }
            warnings.append("llama.cpp does not bring texts into \(type); send them in that form")
        }
        let addsSpace = stages.preTokenizers.contains {
            TokenizerFileStages.type($0) == "ByteLevel"
                && $0["add_prefix_space"]?.boolValue != false
        }
        if addsSpace {
            warnings.append("llama.cpp puts no space before a text, as this tokenizer does")
        }
        // A part with a space cannot occur, as spaces are written with another character, and
        // would be cut at the wrong place.
        let merges = stages.merges.filter { !($0.left + $0.right).contains(0x20) }.map {
            String(decoding: $0.left + [0x20] + $0.right, as: UTF8.self)
        }
        return GGUFTokenizer(
            kind: "gpt2", preTokenizer: name,
            metadata: [
                ("tokenizer.ggml.model", .string("gpt2")),
                ("tokenizer.ggml.pre", .string(name)),
                ("tokenizer.ggml.merges", .strings(merges)),
            ], warnings: warnings)
    }

    /// llama.cpp's name for the way of cutting: the given one, or the one that is found.
    private static func cut(
        _ stages: TokenizerFileStages, preTokenizer: String?
    ) throws -> (name: String, warnings: [String]) {
        let ignoresMerges = stages.model["ignore_merges"]?.boolValue == true
        let found = PreTokenizerName.find(stages.preTokenizers, ignoresMerges: ignoresMerges)
        if let preTokenizer, preTokenizer != found?.name {
            return (
                preTokenizer,
                [
                    "the pre-tokenizer \(preTokenizer) was named by hand and not compared with "
                        + "tokenizer.json; some texts may become other ids"
                ]
            )
        }
        guard let found else {
            throw ExportError.unknownPreTokenizer(
                path: stages.path, stages: PreTokenizerName.words(stages.preTokenizers))
        }
        guard found.ignoresMerges != ignoresMerges else { return (found.name, []) }
        return (
            found.name,
            [
                "llama.cpp's \(found.name) \(found.ignoresMerges ? "keeps" : "does not keep") a word "
                    + "that is a token whole, and this tokenizer does the opposite (ignore_merges)"
            ]
        )
    }

    // MARK: SentencePiece

    private static func sentencePiece(
        _ stages: TokenizerFileStages, _ vocabulary: GGUFVocabulary
    ) throws -> GGUFTokenizer {
        func refused(_ reason: String) -> ExportError {
            .unsupportedTokenizer(path: stages.path, reason: reason)
        }
        let byteCount = vocabulary.kinds.count { $0 == .byte }
        guard stages.model["byte_fallback"]?.boolValue == true, byteCount == 256 else {
            throw refused("it is neither byte-level nor has a token for each byte (byte_fallback)")
        }
        var warnings: [String] = []
        let spaces = try SentencePieceSpaces(stages, vocabulary)
        warnings += spaces.warnings
        let scores = SentencePieceScores(vocabulary, merges: stages.merges)
        if let token = scores.firstDisagreement {
            warnings.append(
                "llama.cpp joins some tokens (\(scores.disagreementCount), such as \"\(token)\") "
                    + "where this tokenizer's merges do not; some texts may become other ids")
        }
        if stages.model["ignore_merges"]?.boolValue == true {
            warnings.append("llama.cpp merges also words that are tokens whole (ignore_merges)")
        }
        return GGUFTokenizer(
            kind: "llama", preTokenizer: nil,
            metadata: [
                ("tokenizer.ggml.model", .string("llama")),
                ("tokenizer.ggml.pre", .string("default")),
                ("tokenizer.ggml.scores", .floats(scores.scores)),
                ("tokenizer.ggml.add_space_prefix", .bool(spaces.addsPrefix)),
            ], warnings: warnings)
    }
}
