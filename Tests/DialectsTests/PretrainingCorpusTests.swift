import Foundation
import Testing

@testable import Dialects

@Suite struct PretrainingCorpusTests {
    private let corpus = PretrainingCorpus(seed: 11)

    /// FNV-1a over the documents' bytes: the same on every machine, unlike `Hasher`.
    private func fingerprint(_ texts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in texts.joined(separator: "\u{0}").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }

    @Test func documentsAreTheSameEverywhere() {
        let texts = (0..<DialectDifficulty.levelCount).flatMap { level in
            let document = corpus.document(index: level, difficulty: .level(level))
            return [document.context()] + document.queries.flatMap { [$0.input, $0.output] }
        }
        // Written down from the first run; a change of any wording changes it.
        #expect(fingerprint(texts) == 11_610_539_733_576_777_746)
    }

    @Test func aDocumentDoesNotDependOnTheOnesBefore() {
        let alone = corpus.document(index: 40, difficulty: .level(5))
        for index in 0..<40 { _ = corpus.document(index: index, difficulty: .level(5)) }
        #expect(corpus.document(index: 40, difficulty: .level(5)) == alone)
        #expect(PretrainingCorpus(seed: 12).document(index: 40, difficulty: .level(5)) != alone)
    }

    @Test func theSampleDialectAndItsNamesNeverAppear() {
        let sample = FormulaDialect.sample
        for level in 0..<DialectDifficulty.levelCount {
            for index in 0..<15 {
                let document = corpus.document(index: index, difficulty: .level(level))
                #expect(document.dialect.syntax != sample.syntax)
                #expect(document.dialect.languageName != sample.languageName)
                let text = document.context() + document.queries.map(\.output).joined()
                for name in sample.functionNames + [sample.languageName] {
                    // A longer name may hold a sample name's letters: it is another word.
                    #expect(!words(of: text).contains(name[...]))
                }
            }
        }
    }

    private func words(of text: String) -> Set<Substring> {
        Set(text.split { !$0.isLetter })
    }

    @Test(arguments: 0..<DialectDifficulty.levelCount)
    func documentationNamesEveryFunctionThatAnswersUse(level: Int) throws {
        for index in 0..<15 {
            let document = corpus.document(index: index, difficulty: .level(level))
            let documented = words(of: document.template)
            #expect(document.queries.count >= 4)
            for item in document.examples + document.queries {
                let expression = try FormulaReader.read(item.output, in: document.dialect)
                #expect(expression.function == item.function)
                for function in expression.functions {
                    #expect(documented.contains(document.dialect.entry(of: function).name[...]))
                }
            }
        }
    }

    @Test func noAnswerIsGivenAway() {
        for index in 0..<30 {
            let document = corpus.document(index: index, difficulty: .level(7))
            let outputs = (document.examples + document.queries).map(\.output)
            #expect(Set(outputs).count == outputs.count)
            // Without an end mark, a formula may be the beginning of a longer one.
            guard !document.dialect.syntax.formula.close.isEmpty else { continue }
            for query in document.queries { #expect(!document.template.contains(query.output)) }
        }
    }

    @Test func documentsUseTheSampleProjectsFormat() throws {
        let document = corpus.document(index: 1, difficulty: .level(4))
        let example = try #require(document.examples.first)
        #expect(
            document.context().hasPrefix(
                "\(document.template)\n\n\(example.input)\nFormula: \(example.output)\n\n"))
        #expect(document.context(hasTemplate: false, hasExamples: false).isEmpty)
        #expect(PretrainingDocument.queryText("Question: x") == "Question: x\nFormula:")
    }

    @Test func noSlotIsLeftUnfilled() {
        // Curly brackets may be a dialect's own; a slot's name between them may not be left.
        let slots = ["{m}", "{mm}", "{rows}", "{row}", "{all}", "{c}", "{x}", "{X}", "{be}", "{v}"]
        for index in 0..<60 {
            let document = corpus.document(index: index, difficulty: .level(8))
            for item in document.queries {
                #expect(!slots.contains { item.input.contains($0) })
            }
        }
    }
}
