import Dialects
import Foundation
import Tokenizers

/// The tokenizer of a base, trained on the corpus that the base will read.
package enum BaseTokenizer {
    package static let endOfText = "<|endoftext|>"

    /// Words, numbers of up to three digits, and every mark by itself: a formula's brackets and
    /// separators must never hide inside longer tokens, or copying a name gets harder.
    package static let pattern = #" ?\p{L}+| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]|\s+(?!\S)|\s+"#

    /// Documents whose text is counted, over all rungs.
    private static let documentCount = 3_000

    /// Trains and writes tokenizer.json and tokenizer_config.json, and reads them back.
    /// - Throws: `TokenizerError`.
    package static func make(
        corpus: PretrainingCorpus, plan: PretrainingPlan, in folder: URL
    ) throws -> Tokenizer {
        let trainer = try BPETrainer(
            pattern: pattern, vocabularySize: plan.vocabularySize, specialTokens: [endOfText])
        let texts = (0..<documentCount).lazy.map { index in
            let document = corpus.document(
                index: index, difficulty: .level(index % (plan.highestLevel + 1)))
            return document.context()
                + document.queries.map {
                    "\(PretrainingDocument.queryText($0.input)) \($0.output)"
                }.joined(separator: "\n\n")
        }
        var writer = TokenizerFileWriter(trainer.train(texts))
        writer.endOfSequence = endOfText
        writer.maximumLength = plan.contextLength
        try writer.write(to: folder)
        return try Tokenizer.load(folder: folder)
    }
}
