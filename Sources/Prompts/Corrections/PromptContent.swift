/// What a prompt is known by when its place in the log has changed: its size and a hash of its
/// messages, such as `1834-9f86d081884c7d65`.
package struct PromptContent: Sendable {
    private let byteCount: Int
    private let hash: String

    /// Digits of the hash that are kept.
    private static let digitCount = 16

    /// Reads what `text` gives; nil where it has another form.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), count >= 0,
            parts[1].utf8.count == Self.digitCount, parts[1].allSatisfy(\.isHexDigit)
        else { return nil }
        byteCount = count
        hash = parts[1].lowercased()
    }

    /// The content of a prompt, as a correction names it.
    package static func text(of prompt: ImportedPrompt) -> String {
        "\(byteCount(prompt))-\(hash(prompt))"
    }

    func isContent(of prompt: ImportedPrompt) -> Bool {
        // Few prompts of a log have the same size: the others need no hash.
        Self.byteCount(prompt) == byteCount && Self.hash(prompt) == hash
    }

    private static func byteCount(_ prompt: ImportedPrompt) -> Int {
        prompt.turns.reduce(0) { $0 + $1.text.utf8.count }
    }

    private static func hash(_ prompt: ImportedPrompt) -> String {
        var text = ""
        for turn in prompt.turns { text += "\(turn.role ?? "")\u{0}\(turn.text)\u{0}" }
        return String(SHA256.hex(text).prefix(digitCount))
    }
}
