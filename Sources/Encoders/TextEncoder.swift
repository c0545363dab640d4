import Foundation
import Kernels
import Tokenizers

/// An encoder of the BERT or RoBERTa kind with its tokenizer, read from a Hugging Face folder and
/// computed in 32-bit floats.
///
/// Source: Devlin et al. 2019; transformers' `BertModel` and `RobertaModel` with dropout off.
package final class TextEncoder: @unchecked Sendable {
    // Unchecked because of the weights, which nobody writes after loading; passes take turns.

    package let folder: URL
    package let configuration: EncoderConfiguration
    package let tokenizer: Tokenizer
    let checkpoint: EncoderCheckpoint
    let compute: Compute
    /// Stays in its file: a text needs few of its rows, and it is a third of a large model.
    let tokenTable: EncoderCheckpoint.Tensor
    let positionTable: FloatBuffer
    /// The row that each token of a first text gets.
    let segment: FloatBuffer
    let embeddingNorm: NormWeights
    let layers: [EncoderLayer]
    /// One pass at a time: the pool of threads serves one caller.
    let turn = NSLock()

    /// The special tokens that stand before and behind a text.
    private let frame: (before: [Int32], behind: [Int32])

    /// Rows of one pass, which bounds its memory.
    static let rowsPerPass = 4_096

    /// - Throws: `EncoderError`, `TokenizerError`, `SafetensorsError`.
    package init(folder: URL, compute: Compute) throws {
        self.folder = folder
        self.compute = compute
        configuration = try EncoderConfiguration(folder: folder)
        tokenizer = try Tokenizer.load(folder: folder)
        frame = Self.frame(of: tokenizer)
        // The ids of the special tokens stand in the file a second time.
        let tokenCount = (frame.before + frame.behind).reduce(tokenizer.vocabularySize) {
            max($0, Int($1) + 1)
        }
        guard tokenCount <= configuration.vocabularySize else {
            throw EncoderError.vocabularyMismatch(
                path: folder.path, tokenizerSize: tokenCount,
                modelSize: configuration.vocabularySize)
        }
        let specialCount = frame.before.count + frame.behind.count
        guard specialCount < configuration.longestSequence else {
            throw EncoderError.noRoomForText(
                path: folder.path, limit: configuration.longestSequence, specialCount: specialCount)
        }
        let hidden = configuration.hiddenSize
        let checkpoint = try EncoderCheckpoint(folder: folder, family: configuration.family)
        self.checkpoint = checkpoint
        tokenTable = try checkpoint.tensor(
            "embeddings.word_embeddings.weight", shape: [configuration.vocabularySize, hidden])
        positionTable = try checkpoint.buffer([
            ("embeddings.position_embeddings.weight", [configuration.positionCount, hidden])
        ])
        segment = try checkpoint.buffer([
            ("embeddings.token_type_embeddings.weight", [configuration.segmentCount, hidden])
        ])
        embeddingNorm = try NormWeights(checkpoint, "embeddings.LayerNorm", configuration)
        layers = try (0..<configuration.layerCount).map { [configuration] in
            try EncoderLayer(checkpoint, configuration, index: $0)
        }
    }

    /// Special tokens that each text is put between.
    package var specialCount: Int { frame.before.count + frame.behind.count }

    /// Where a text's first token stands in its sequence.
    package var textStart: Int { frame.before.count }

    /// A text's tokens between the special ones.
    package func sequence(_ tokens: some Sequence<Int32>) -> [Int32] {
        frame.before + tokens + frame.behind
    }

    /// Cuts sequences into passes of at most `rowsPerPass` rows, or of one sequence.
    static func passes(_ sequences: [[Int32]]) -> [Range<Int>] {
        var passes: [Range<Int>] = []
        var start = 0
        var rows = 0
        for (index, sequence) in sequences.enumerated() {
            if index > start, rows + sequence.count > rowsPerPass {
                passes.append(start..<index)
                start = index
                rows = 0
            }
            rows += sequence.count
        }
        if start < sequences.count { passes.append(start..<sequences.count) }
        return passes
    }

    private static func frame(of tokenizer: Tokenizer) -> (before: [Int32], behind: [Int32]) {
        // An id that no tokenizer has shows where the text goes.
        let whole = tokenizer.surround([EncodedToken(id: -1, range: 0..<0)]).map(\.id)
        let place = whole.firstIndex(of: -1) ?? 0
        return (Array(whole[..<place]), Array(whole[(place + 1)...]))
    }
}
