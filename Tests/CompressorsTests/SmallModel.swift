import Foundation
import Kernels
import LanguageModel
import TestSupport
import Tokenizers

@testable import Compressors

/// A byte-level BPE that knows a few words, and a model with random weights over it.
enum SmallModel {
    static let template = """
        # Rules
        Always write one formula with the function SUM_BY(x, 2) and nothing else.
        Please note that the answer is never longer than 40 characters.

        # Style
        Dates look like 2024-01-31, naïve café words keep their accents: 👩‍👧 stays whole.

        Thank you very much for your help.
        """

    /// Trained once: every suite asks for it.
    private static let trained = Result { try train() }

    static func tokenizer() throws -> Tokenizer { try trained.get() }

    private static func train() throws -> Tokenizer {
        let folder = try TemporaryFolder()
        let trained = try BPETrainer(
            pattern: #" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]|\s+"#, vocabularySize: 380,
            specialTokens: ["<|end|>", "<|begin|>"]
        ).train([template, template])
        var writer = TokenizerFileWriter(trained)
        writer.endOfSequence = "<|end|>"
        writer.beginningOfSequence = "<|begin|>"
        writer.addsBeginningOfSequence = true
        try writer.write(to: folder.url)
        return try Tokenizer.load(folder: folder.url)
    }

    static func transformer(_ tokenizer: Tokenizer, contextLength: Int = 512) -> Transformer {
        let configuration = ModelConfiguration(
            vocabularySize: tokenizer.vocabularySize, hiddenSize: 32, intermediateSize: 48,
            layerCount: 2, headCount: 2, keyValueHeadCount: 1, contextLength: contextLength)
        return Transformer(
            configuration: configuration,
            parameters: DecoderParameters.random(configuration, deviation: 0.4, seed: 3),
            compute: Compute(threadCount: 1))
    }

    static func local(contextLength: Int = 512) throws -> LocalModel {
        let tokenizer = try tokenizer()
        return LocalModel(
            tokenizer: tokenizer, contextLength: contextLength,
            endOfSequence: [tokenizer.endOfSequence].compactMap { $0 }, identity: "small",
            load: { transformer(tokenizer, contextLength: contextLength) })
    }
}
