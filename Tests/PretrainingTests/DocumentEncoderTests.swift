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

    /// The tokens from the root to the end of a segment.
    private func path(_ segment: Int, _ forest: SegmentForest) -> [Int32] {
        let own = Array(forest.tokens[forest.segments[segment].rows])
        return (forest.segments[segment].parent.map { path($0, forest) } ?? []) + own
    }

    private func tree(
        _ document: PretrainingDocument, _ shown: DocumentEncoder.Shown = .init(),
        isCounted: Bool = true
    ) -> SegmentForest {
        var forest = SegmentForest()
        encoder.append(document, shown, isCounted: isCounted, to: &forest)
        return forest
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func leavesAreThePromptsOfAProject(_ hasTemplate: Bool, _ hasExamples: Bool) {
        let document = corpus.document(index: 9, difficulty: .level(1), exampleCount: 2)
        let forest = tree(document, .init(template: hasTemplate, examples: hasExamples))
        let context = document.context(hasTemplate: hasTemplate, hasExamples: hasExamples)
        let leaves = forest.segments.indices.suffix(document.queries.count)
        for (leaf, query) in zip(leaves, document.queries) {
            // The pieces are encoded one by one; nothing may differ from the prompt as a whole.
            let text = context + document.queryText(query.input) + " " + query.output
            #expect(
                path(leaf, forest) == encoder.tokenizer.encode(text, addSpecialTokens: false))
        }
        #expect(forest.segments.count == document.queries.count + (context.isEmpty ? 0 : 1))
    }

    @Test func answersAreLabelledToTheirEnd() throws {
        let document = corpus.document(index: 9, difficulty: .level(1), exampleCount: 2)
        let forest = tree(document)
        let answers = forest.labels.filter { $0.task == .answer }
        let texts = document.queries.map { " \($0.output)\(BaseTokenizer.endOfText)" }
        #expect(
            encoder.tokenizer.decode(answers.map(\.target), skipSpecialTokens: false)
                == texts.joined())
        #expect(answers.allSatisfy { $0.weight == 1 })
        #expect(forest.onlyAnswers().labels == answers)
        #expect(tree(document, isCounted: false).onlyAnswers().labels.isEmpty)
    }

    @Test func examplesCountFullyAndDocumentationALittle() {
        let document = corpus.document(index: 4, difficulty: .level(2), exampleCount: 3)
        let labels = tree(document, isCounted: true).labels.filter { $0.task == .prompt }
        let examples = labels.filter { $0.weight == 1 }
        #expect(
            encoder.tokenizer.decode(examples.map(\.target), skipSpecialTokens: false)
                == document.examples.map { " " + $0.output }.joined())
        let template = labels.filter { $0.weight != 1 }
        #expect(template.allSatisfy { $0.weight == encoder.templateWeight })
        let whole = encoder.tokenizer.encode(document.template, addSpecialTokens: false)
        #expect(template.map(\.target) == Array(whole.dropFirst()))
    }

    @Test func labelsFollowTheirRows() {
        let forest = tree(corpus.document(index: 5, difficulty: .level(2), exampleCount: 2))
        for label in forest.labels where label.target != encoder.endOfSequence {
            #expect(forest.tokens[label.row + 1] == label.target)
        }
    }

    @Test(arguments: 0..<30)
    func exercisesLabelTheirAnswers(index: Int) {
        let exercise =
            switch index % 4 {
            case 0: corpus.recall(index: index, mostFillers: 5)
            case 1: corpus.matching(index: index, functionCounts: 2...6, described: 50)
            default: corpus.copying(index: index)
            }
        var forest = SegmentForest()
        encoder.append(exercise, isCounted: true, to: &forest)
        // The pieces' tokens are those of the whole text.
        #expect(
            forest.tokens == encoder.tokenizer.encode(exercise.text, addSpecialTokens: false))
        var expected = 0
        for piece in exercise.pieces {
            guard let given = piece.givenTokens else { continue }
            expected += encoder.tokenizer.encode(piece.text, addSpecialTokens: false).count - given
        }
        #expect(forest.labels.count == expected && expected > 0)
        for label in forest.labels {
            #expect(forest.tokens[label.row + 1] == label.target && label.task == .answer)
        }
    }
}
