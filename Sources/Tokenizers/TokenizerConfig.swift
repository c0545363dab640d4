import Foundation
import JSONText

/// What `tokenizer_config.json` adds to a tokenizer.
package struct TokenizerConfig: Sendable, Equatable {
    package var beginningOfSequence: String?
    package var endOfSequence: String?
    package var padding: String?
    /// Whether the file asks for the token in front; counts only where tokenizer.json has no
    /// post-processor.
    package var addsBeginningOfSequence = false
    /// The same for the token behind.
    package var addsEndOfSequence = false
    /// The template as it stands, not run by anything here.
    ///
    /// Of several named ones, "default".
    package var chatTemplate: String?

    package init() {}

    /// - Throws: `TokenizerError` when the file is not JSON or a field is of the wrong kind.
    package init(file: URL) throws {
        let reader = try StageReader(
            file: file.path, path: "", TokenizerFile.parse(TokenizerFile.read(file), file.path))
        beginningOfSequence = try Self.token(reader, "bos_token")
        endOfSequence = try Self.token(reader, "eos_token")
        padding = try Self.token(reader, "pad_token")
        addsBeginningOfSequence = try reader.bool("add_bos_token", default: false)
        addsEndOfSequence = try reader.bool("add_eos_token", default: false)
        if let named = reader.object["chat_template"]?.arrayValue {
            chatTemplate =
                named.first { $0["name"]?.stringValue == "default" }?["template"]?
                .stringValue
        } else {
            chatTemplate = try reader.optionalString("chat_template")
        }
    }

    /// A token as a string or as an object with `content`.
    static func token(_ reader: StageReader, _ name: String) throws -> String? {
        if reader.isAbsent(name) { return nil }
        if reader.object[name]?.objectValue != nil {
            return try reader.nested(name).string("content")
        }
        return try reader.string(name)
    }
}
