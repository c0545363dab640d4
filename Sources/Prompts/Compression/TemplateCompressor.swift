/// Shortens a template to a share of its tokens.
///
/// A rate of 1 gives the text back byte for byte and a rate of 0 the empty text. In between the
/// result may hold at most one unit (a sentence, a line) more than was asked for.
package protocol TemplateCompressor: Sendable {
    /// A short word, such as "rules"; part of the cache's key.
    var name: String { get }
    /// All settings that change the result, in one fixed spelling; part of the cache's key.
    var settingsText: String { get }

    /// Whether it takes no longer than a user waits for a key: it asks no model and no program.
    var isQuick: Bool { get }

    /// Shortens a text.
    ///
    /// - Parameters:
    ///   - text: The whole template.
    ///   - rate: Share of tokens to keep, from 0 to 1.
    ///   - countTokens: The model's tokenizer.
    /// - Returns: The shortened text.
    /// - Throws: `PromptsError.compressionRateOutOfRange`, and the compressor's own errors.
    func compress(_ text: String, to rate: Double, countTokens: (String) -> Int) throws -> String
}

extension TemplateCompressor {
    /// Most of them work for seconds or minutes.
    package var isQuick: Bool { false }
}
