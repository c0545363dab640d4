import Dialects
import Foundation
import Tokenizers

/// The tokenizer of a base, trained on the corpus that the base will read.
package enum BaseTokenizer {
    package static let endOfText = "<|endoftext|>"

    /// Syllables of made-up names, words, numbers of up to three digits, and every mark by itself.
    ///
    /// A formula's brackets and separators must never hide inside longer tokens, or copying a name
    /// gets harder; nor may frequent pairs of syllables become tokens, or names are cut now one way,
    /// now another. The file that is written cuts like GPT-2, which other programs know: merges never
    /// cross a border of this pattern, so that the ids stay the same.
    package static let pattern =
        #"'(?:[sdmt]|ll|ve|re)| ?[B-Z][AEIOU][B-Z](?![a-z])| ?\p{L}+| ?\p{N}{1,3}"#
        + #"| ?[^\s\p{L}\p{N}]|\s+(?!\S)|\s+"#

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
                index: index, difficulty: .level(index % DialectDifficulty.levelCount))
            return document.context()
                + document.queries.map {
                    "\(document.queryText($0.input)) \($0.output)"
                }.joined(separator: "\n\n")
        }
        var writer = TokenizerFileWriter(trainer.train(texts))
        writer.cutsLikeGPT2 = true
        writer.endOfSequence = endOfText
        writer.maximumLength = plan.contextLength
        try writer.write(to: folder)
        return try Tokenizer.load(folder: folder)
    }
}
