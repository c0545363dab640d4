import LanguageModel
import Prompts
import Tokenizers

/// Turns rendered prompts and answers into token ids as production would.
///
/// The ids are those of the whole string: cuts between template, examples and query must not change
/// merges or a SentencePiece prefix.
package struct PromptEncoder: Sendable {
    package let tokenizer: Tokenizer
    /// Ends every answer; nil where the model has no such token.
    package let endOfSequence: Int32?

    /// Whether the tokenizer adds its special tokens; a chat template writes them itself.
    package let addsSpecialTokens: Bool

    package init(tokenizer: Tokenizer, endOfSequence: Int32?, addsSpecialTokens: Bool = true) {
        self.tokenizer = tokenizer
        self.endOfSequence = endOfSequence
        self.addsSpecialTokens = addsSpecialTokens
    }

    package func encode(prompt: String) -> [Int32] {
        tokenizer.encode(prompt, addSpecialTokens: addsSpecialTokens)
    }

    /// Prompt and answer as one sequence whose first part is exactly what production sends.
    ///
    /// Where a merge reaches over the border, production could not have sent the whole string's
    /// ids, so the answer is cut off where the two first differ and encoded from its own text.
    package func encode(prompt: String, completion: String) -> TokenSequence {
        let promptIDs = encode(prompt: prompt)
        var ids = encode(prompt: prompt + completion)
        if !ids.starts(with: promptIDs) {
            ids = promptIDs + tokenizer.encodeContinuation(completion)
        }
        if let endOfSequence, ids.last != endOfSequence { ids.append(endOfSequence) }
        return TokenSequence(tokens: ids, promptCount: max(1, promptIDs.count))
    }
}

extension Tokenizer {
    /// The ids of a text that stands behind another one: no special tokens, and no prefix that a
    /// SentencePiece tokenizer adds to the beginning of a text.
    func encodeContinuation(_ text: String) -> [Int32] {
        // A line break never merges with what follows it in the supported families.
        let anchor = "\n"
        let anchorIDs = encode(anchor, addSpecialTokens: false)
        let ids = encode(anchor + text, addSpecialTokens: false)
        guard ids.starts(with: anchorIDs) else { return encode(text, addSpecialTokens: false) }
        return Array(ids.dropFirst(anchorIDs.count))
    }
}
