import Foundation
import JSONText

/// How the states of a text's tokens become one vector.
package enum Pooling: String, Sendable, CaseIterable {
    /// Of the first token, the tokenizer's own.
    case cls
    /// Of all tokens, special ones included.
    case mean

    static let fileName = "1_Pooling/config.json"

    /// Reads sentence-transformers' file where there is one; else it is the mean, which is that
    /// library's default for a plain encoder.
    /// - Throws: `EncoderError` where the file asks for another way, or for several.
    package init(folder: URL) throws {
        let file = folder.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            self = .mean
            return
        }
        let reader = try EncoderFields(file: file, purpose: "how states are pooled")
        let supported = "\"cls\" or \"mean\""
        // Since version 5.5 a word; before, a flag for each way.
        if reader.present("pooling_mode") != nil {
            let word = try reader.string("pooling_mode", default: "")
            guard let pooling = Pooling(rawValue: word) else {
                throw reader.unsupported("pooling_mode", word, supported)
            }
            self = pooling
            return
        }
        let prefix = "pooling_mode_"
        let ways = try (reader.json.objectValue?.members ?? []).map(\.key).filter {
            try $0.hasPrefix(prefix) && reader.flag($0)
        }.map { String($0.dropFirst(prefix.count)) }
        switch ways {
        case ["cls_token"]: self = .cls
        case ["mean_tokens"]: self = .mean
        default: throw reader.unsupported("pooling", ways.joined(separator: ", "), supported)
        }
    }
}
