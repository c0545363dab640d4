import Prompts

/// Takes the texts that somebody wrote for each rate.
///
/// How long they are is their author's business: asked and achieved rate are shown side by side,
/// and only a text longer than the full template is refused.
package struct HandCompressor: TemplateCompressor {
    private let parts: [String]
    private let files: HandFiles
    package let settingsText: String

    /// Characters of an unknown template that a message shows.
    private static let shownCharacters = 40

    /// - Parameters:
    ///   - parts: the full texts of the layout's template parts, in order.
    ///   - files: what stands in their place.
    package init(parts: [String], files: HandFiles) {
        self.parts = parts
        self.files = files
        let texts = files.entries.map { "\($0.rate) \($0.part) \(SHA256.hex($0.text))" }
        settingsText = "hand 1; " + SHA256.hex(texts.sorted().joined(separator: "\n"))
    }

    package var name: String { "hand" }
    package var isQuick: Bool { true }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        guard let index = parts.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) else {
            throw CompressorError.unknownTemplate(
                beginning: String(text.prefix(Self.shownCharacters)))
        }
        let part = index + 1
        if let error = files.failure(rate: rate, part: part) { throw error }
        guard let file = files.entry(rate: rate, part: part) else {
            throw CompressorError.missingFile(
                rate: rate, part: part, wanted: files.wanted(rate: rate, part: part),
                known: files.known(part: part))
        }
        let (tokens, fullTokens) = (countTokens(file.text), countTokens(text))
        guard tokens <= fullTokens else {
            throw CompressorError.longerThanTemplate(
                path: file.path, tokens: tokens, fullTokens: fullTokens)
        }
        return file.text
    }
}
