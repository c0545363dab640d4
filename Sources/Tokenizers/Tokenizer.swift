import Foundation

/// A tokenizer built from the stages that a Hugging Face `tokenizer.json` describes.
///
/// It gives the ids that the `tokenizers` library gives. The file's `truncation` and `padding` are
/// not applied; lengths are the caller's business.
package final class Tokenizer: Sendable {
    /// The highest id plus one.
    package let vocabularySize: Int
    /// What `tokenizer_config.json` says; empty where there is none.
    package let config: TokenizerConfig
    /// The id of the config's `bos_token`.
    package let beginningOfSequence: Int32?
    /// The id of the config's `eos_token`.
    package let endOfSequence: Int32?
    /// The id of the config's `pad_token`.
    package let padding: Int32?

    /// How its tokens show where words begin.
    package let wordMark: WordMark

    let decoderStages: [DecoderStage]
    private let normalizer: Normalizer?
    private let preTokenizer: PreTokenizer?
    private let model: TokenModel
    private let postProcessor: PostProcessor
    private let added: AddedVocabulary

    init(_ file: TokenizerFile, config: TokenizerConfig) {
        normalizer = file.normalizer
        preTokenizer = file.preTokenizer
        model = file.model
        decoderStages = file.decoder
        wordMark = file.wordMark
        self.config = config
        let added = AddedVocabulary(
            file.addedTokens, model: file.model.vocabulary, normalizer: file.normalizer)
        self.added = added
        vocabularySize = Int(max(file.model.vocabulary.highestID, added.highestID)) + 1
        func id(_ token: String?) -> Int32? {
            token.flatMap { added.id(Array($0.utf8)) ?? file.model.vocabulary.id(Array($0.utf8)) }
        }
        beginningOfSequence = id(config.beginningOfSequence)
        endOfSequence = id(config.endOfSequence)
        padding = id(config.padding)
        if let given = file.postProcessor {
            postProcessor = given
        } else {
            let before = config.addsBeginningOfSequence ? beginningOfSequence.map { [$0] } : nil
            let behind = config.addsEndOfSequence ? endOfSequence.map { [$0] } : nil
            postProcessor = .template([.tokens(before ?? []), .text, .tokens(behind ?? [])])
        }
    }

    /// Loads `tokenizer.json` and, where it is there, `tokenizer_config.json` of a model's folder.
    ///
    /// A folder that has a BERT model's `vocab.txt` instead is read, too.
    /// - Throws: `TokenizerError`.
    package static func load(folder: URL) throws -> Tokenizer {
        let configFile = folder.appending(path: "tokenizer_config.json")
        let hasConfig = FileManager.default.fileExists(atPath: configFile.path)
        let config = hasConfig ? try TokenizerConfig(file: configFile) : TokenizerConfig()
        let file = folder.appending(path: "tokenizer.json")
        let vocabulary = folder.appending(path: BertVocabularyFile.name)
        if !FileManager.default.fileExists(atPath: file.path),
            FileManager.default.fileExists(atPath: vocabulary.path)
        {
            let bert = try BertVocabularyFile(
                file: vocabulary, config: hasConfig ? configFile : nil)
            return Tokenizer(bert.stages, config: config)
        }
        return Tokenizer(try TokenizerFile(file: file), config: config)
    }

    /// Loads a `tokenizer.json` alone.
    /// - Throws: `TokenizerError`.
    package static func load(file: URL) throws -> Tokenizer {
        Tokenizer(try TokenizerFile(file: file), config: TokenizerConfig())
    }

    /// Makes a tokenizer of the contents of a `tokenizer.json`; complaints call it by the name.
    /// - Throws: `TokenizerError`.
    package static func load(
        contents: [UInt8], name: String, config: TokenizerConfig = TokenizerConfig()
    ) throws -> Tokenizer {
        Tokenizer(try TokenizerFile(contents, file: name), config: config)
    }

    // MARK: Encoding

    /// The ids of a text, with the post-processor's tokens around it if so asked.
    ///
    /// Special tokens that the text spells out are found either way.
    package func encode(_ text: String, addSpecialTokens: Bool) -> [Int32] {
        encodeWithOffsets(text, addSpecialTokens: addSpecialTokens).map(\.id)
    }

    /// The tokens of a text with the bytes that each stands for.
    ///
    /// Ranges are not trimmed, so that they cover the text where nothing was dropped. A token that
    /// holds part of a character has just those bytes, so ranges may begin inside a character.
    package func encodeWithOffsets(_ text: String, addSpecialTokens: Bool) -> [EncodedToken] {
        var list = PieceList(Array(text.utf8))
        added.extractOriginal(from: &list)
        normalizer?.apply(to: &list)
        added.extractNormalized(from: &list)
        preTokenizer?.apply(to: &list)
        let tokens = tokenize(list)
        return addSpecialTokens ? surround(tokens) : tokens
    }

    /// Tokens of a text, or of a part of it, with the post-processor's tokens around them.
    package func surround(_ tokens: [EncodedToken]) -> [EncodedToken] {
        postProcessor.surround(tokens)
    }

    private func tokenize(_ list: PieceList) -> [EncodedToken] {
        var workspace = BPEWorkspace()
        var tokens: [EncodedToken] = []
        tokens.reserveCapacity(list.pieces.count)
        func add(_ id: Int32, _ range: Range<Int>) {
            let origin = list.text.origin(of: range)
            tokens.append(EncodedToken(id: id, range: Int(origin.start)..<Int(origin.end)))
        }
        list.text.bytes.withUnsafeBufferPointer { bytes in
            for piece in list.pieces {
                if piece.token >= 0 {
                    add(piece.token, piece.range)
                    continue
                }
                workspace.output.removeAll(keepingCapacity: true)
                model.tokenize(bytes, piece.range, &workspace)
                var position = piece.range.lowerBound
                for token in workspace.output {
                    let end = min(position + Int(token.length), piece.range.upperBound)
                    add(token.id, position..<end)
                    position = end
                }
            }
        }
        return tokens
    }

    // MARK: Decoding

    /// The text of ids.
    ///
    /// Ids that the tokenizer lacks are passed over.
    package func decode(_ ids: [Int32], skipSpecialTokens: Bool) -> String {
        var decoder = StreamingDecoder(tokenizer: self, skipsSpecialTokens: skipSpecialTokens)
        for id in ids { decoder.push(id) }
        return decoder.finish()
    }

    /// A decoder for ids that come one by one.
    package func makeStreamingDecoder(skipSpecialTokens: Bool = true) -> StreamingDecoder {
        StreamingDecoder(tokenizer: self, skipsSpecialTokens: skipSpecialTokens)
    }

    // MARK: Tokens

    /// The token of an id as the file spells it.
    package func token(_ id: Int32) -> String? {
        bytes(of: id).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The id of a token as the file spells it.
    package func id(_ token: String) -> Int32? {
        let bytes = Array(token.utf8)
        return added.id(bytes) ?? model.vocabulary.id(bytes)
    }

    /// Whether an id is a special token, which decoding can leave out.
    package func isSpecial(_ id: Int32) -> Bool { added.isSpecial(id) }

    /// What decoding starts from; of an added token that is looked for in the normalized text, its
    /// normalized content, as in the library.
    func decodable(_ id: Int32) -> [UInt8]? { added.decodable(id) ?? bytes(of: id) }

    private func bytes(of id: Int32) -> [UInt8]? {
        added.content(id) ?? model.vocabulary.bytes(id).map { Array($0) }
    }
}
