import JSONText
import Judging
import Prompts

extension AnswerPair {
    /// What preferences of this pair are kept under: its texts in their order, whoever wrote them.
    package var contentHash: String { Self.hash(query, first, second) }

    /// Of texts in the order in which they are judged.
    static func hash(_ query: String, _ a: String, _ b: String) -> String {
        // The history keeps answers without zero bytes; those straight from a model may have some.
        let texts = [query, a, b].map { $0.replacing("\0", with: "\u{2400}") }
        return SHA256.hex(JSONValue.array(texts.map { .string($0) }).text())
    }
}
