import Foundation
import Kernels
import LanguageModel
import TestSupport
import Tokenizers

/// A byte-level BPE that knows a few whole words, and a small model over its vocabulary.
enum TinyTokenizer {
    static let end = "<|end|>"
    static let begin = "<|begin|>"

    static func make(addsBeginning: Bool = false) throws -> Tokenizer {
        let folder = try TemporaryFolder()
        let texts = [
            "Sum of sales: TOTAL(sales)", "Mean of sales: MEAN(sales)", "hello hello hello",
            "hello world hello world", "\nFormula: TOTAL(units)\nFormula: MEAN(units)",
        ]
        let trained = try BPETrainer(
            pattern: #" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]|\s+"#, vocabularySize: 320,
            specialTokens: [end, begin]
        ).train(texts + texts)
        var writer = TokenizerFileWriter(trained)
        writer.endOfSequence = end
        writer.beginningOfSequence = begin
        writer.addsBeginningOfSequence = addsBeginning
        try writer.write(to: folder.url)
        return try Tokenizer.load(folder: folder.url)
    }

    static func model(_ tokenizer: Tokenizer) -> Transformer {
        let configuration = ModelConfiguration(
            vocabularySize: tokenizer.vocabularySize, hiddenSize: 32, intermediateSize: 48,
            layerCount: 1, headCount: 2, keyValueHeadCount: 1, contextLength: 128)
        return Transformer(
            configuration: configuration,
            parameters: DecoderParameters.random(configuration, deviation: 0.5, seed: 1),
            compute: Compute(threadCount: 1))
    }
}
