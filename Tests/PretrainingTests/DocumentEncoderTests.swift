import Dialects
import Foundation
import LanguageModel
import TestSupport
import Testing
import Tokenizers

@testable import Pretraining

@Suite struct DocumentEncoderTests {
    private let encoder: DocumentEncoder
    private let corpus = PretrainingCorpus(seed: 3)

    init() throws {
        let corpus = PretrainingCorpus(seed: 3)
        let folder = try TemporaryFolder()
        let texts = (0..<4).map { index in
            let document = corpus.document(index: index, difficulty: .level(0))
            return document.context() + document.queries.map(\.input).joined(separator: "\n")
        }
        let trained = try BPETrainer(
            pattern: BaseTokenizer.pattern, vocabularySize: 320,
            specialTokens: [BaseTokenizer.endOfText]
        ).train(texts)
        var writer = TokenizerFileWriter(trained)
        writer.endOfSequence = BaseTokenizer.endOfText
        try writer.write(to: folder.url)
        let tokenizer = try Tokenizer.load(folder: folder.url)
        encoder = DocumentEncoder(
            tokenizer: tokenizer, endOfSequence: try #require(tokenizer.endOfSequence))
    }

    @Test func sequencesAreTheProjectsFormat() throws {
        let document = corpus.document(index: 9, difficulty: .level(1))
        let sequences = encoder.sequences(document)
        #expect(sequences.count == document.queries.count && !sequences.isEmpty)
        for (sequence, query) in zip(sequences, document.queries) {
            let tokens = Array(sequence.tokens.prefix(sequence.promptCount))
            #expect(
                encoder.tokenizer.decode(tokens, skipSpecialTokens: false)
                    == document.context() + "\(query.input)\nFormula:")
            let answer = Array(sequence.tokens.dropFirst(sequence.promptCount))
            #expect(
                encoder.tokenizer.decode(answer, skipSpecialTokens: false)
                    == " \(query.output)\(BaseTokenizer.endOfText)")
        }
        let bare = encoder.sequences(document, hasTemplate: false, hasExamples: false)
        #expect(bare[0].promptCount < sequences[0].promptCount)
    }

    @Test(arguments: 0..<4)
    func everyTokenIsLabelledOnceWithItsWeight(_ index: Int) {
        let sequences = encoder.sequences(
            corpus.document(index: index, difficulty: .level(index)))
        let forest = encoder.forest(sequences)
        let plain = SegmentForest(sequences)
        #expect(forest.segments == plain.segments && forest.tokens == plain.tokens)
        // Answers first and fully, as without documentation.
        #expect(Array(forest.labels.prefix(plain.labels.count)) == plain.labels)
        #expect(plain.labels.count == sequences.reduce(0) { $0 + $1.labelCount })
        let others = forest.labels.dropFirst(plain.labels.count)
        #expect(others.allSatisfy { $0.weight == 0.1 })
        #expect(others.allSatisfy { $0.target == forest.tokens[$0.row + 1] })
        let rows = forest.labels.map(\.row)
        #expect(Set(rows).count == rows.count)
        // Without a label are only last rows of what is followed by different tokens.
        let unlabelled = Set(forest.tokens.indices).subtracting(rows)
        let shared = Set(forest.segments.compactMap(\.parent))
        #expect(unlabelled == Set(shared.map { forest.segments[$0].rows.upperBound - 1 }))
    }

    @Test func weightZeroLeavesAnswersAlone() {
        var encoder = encoder
        encoder.contextWeight = 0
        let sequences = encoder.sequences(corpus.document(index: 1, difficulty: .level(0)))
        #expect(encoder.forest(sequences).labels == SegmentForest(sequences).labels)
    }
}
