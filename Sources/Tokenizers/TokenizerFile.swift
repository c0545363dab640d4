import Foundation
import JSONText

/// The stages that a `tokenizer.json` describes.
struct TokenizerFile: Sendable {
    let normalizer: Normalizer?
    let preTokenizer: PreTokenizer?
    let model: TokenModel
    let postProcessor: PostProcessor?
    let decoder: [DecoderStage]
    let addedTokens: [AddedToken]

    init(
        normalizer: Normalizer?, preTokenizer: PreTokenizer?, model: TokenModel,
        postProcessor: PostProcessor?, decoder: [DecoderStage], addedTokens: [AddedToken]
    ) {
        self.normalizer = normalizer
        self.preTokenizer = preTokenizer
        self.model = model
        self.postProcessor = postProcessor
        self.decoder = decoder
        self.addedTokens = addedTokens
    }

    /// - Throws: `TokenizerError`.
    init(file: URL) throws {
        try self.init(Self.read(file), file: file.path)
    }

    init(_ bytes: [UInt8], file: String) throws {
        let reader = try StageReader(file: file, path: "", Self.parse(bytes, file))
        normalizer = try Self.stage(reader, "normalizer", Normalizer.init)
        preTokenizer = try Self.stage(reader, "pre_tokenizer", PreTokenizer.init)
        postProcessor = try Self.stage(reader, "post_processor", PostProcessor.init)
        decoder = try Self.stage(reader, "decoder", DecoderStage.stages) ?? [.spaced]
        addedTokens =
            reader.isAbsent("added_tokens")
            ? [] : try reader.nestedList("added_tokens").map(AddedToken.init)
        model = try TokenModel(reader.nested("model"))
    }

    private static func stage<Stage>(
        _ reader: StageReader, _ name: String, _ make: (StageReader) throws -> Stage
    ) throws -> Stage? {
        reader.isAbsent(name) ? nil : try make(reader.nested(name))
    }

    static func read(_ file: URL) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: file))
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            throw TokenizerError.unreadable(file: file.path, reason: "there is no such file")
        } catch {
            throw TokenizerError.unreadable(
                file: file.path, reason: "the system refused (\(error.localizedDescription))")
        }
    }

    static func parse(_ bytes: [UInt8], _ file: String) throws -> JSONValue {
        do {
            return try JSONValue.parse(bytes)
        } catch let error as JSONSyntaxError {
            throw TokenizerError.notJSON(file: file, reason: "\(error)")
        }
    }
}
