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
        #expect(fingerprint(texts) == 2_146_500_622_854_478_951)
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
                let dialect = corpus.dialect(index: index, difficulty: .level(level))
                #expect(dialect.syntax != sample.syntax)
                #expect(dialect.languageName != sample.languageName)
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
            let dialect = corpus.dialect(index: index, difficulty: .level(level))
            let documented = words(of: document.template)
            #expect(document.queries.count >= 4)
            for item in document.examples + document.queries {
                let expression = try FormulaReader.read(item.output, in: dialect)
                #expect(expression.function.rawValue == item.skill)
                for function in expression.functions {
                    #expect(documented.contains(dialect.entry(of: function).name[...]))
                }
            }
        }
    }

    @Test func noAnswerIsGivenAway() {
        let level = DialectDifficulty.levelCount - 1
        for index in 0..<30 {
            let document = corpus.document(index: index, difficulty: .level(level))
            let outputs = (document.examples + document.queries).map(\.output)
            #expect(Set(outputs).count == outputs.count)
            // Without an end mark, a formula may be the beginning of a longer one.
            let dialect = corpus.dialect(index: index, difficulty: .level(level))
            guard !dialect.syntax.formula.close.isEmpty else { continue }
            for query in document.queries { #expect(!document.template.contains(query.output)) }
        }
    }

    @Test func documentsUseTheSampleProjectsFormat() throws {
        let document = corpus.document(index: 1, difficulty: .level(4), exampleCount: 2)
        let example = try #require(document.examples.first)
        #expect(
            document.context().hasPrefix(
                "\(document.template)\n\n\(example.input)\nFormula: \(example.output)\n\n"))
        #expect(document.context(hasTemplate: false, hasExamples: false).isEmpty)
        #expect(document.queryText("Question: x") == "Question: x\nFormula:")
    }

    @Test func theNumberOfExamplesCanBeAskedFor() {
        for count in [0, 5] {
            let document = corpus.document(
                index: 3, difficulty: .level(4), exampleCount: count)
            #expect(document.examples.count == count)
            #expect(document.queries.count == DialectDifficulty.level(4).queryCount)
        }
    }

    @Test(arguments: 4...8)
    func nestingAsksForCallsInsideCallsOfFewFunctions(functionCount: Int) throws {
        let difficulty = DialectDifficulty.nesting(functionCount: functionCount)
        var (nestedCount, count) = (0, 0)
        for index in 0..<40 {
            let dialect = corpus.dialect(index: index, difficulty: difficulty)
            #expect(dialect.functions.count == functionCount)
            #expect(dialect.functions.contains { $0.isNested })
            let document = corpus.document(index: index, difficulty: difficulty)
            for item in document.queries {
                let expression = try FormulaReader.read(item.output, in: dialect)
                #expect(dialect.functions.contains(expression.function))
                nestedCount += expression.function.isNested ? 1 : 0
                count += 1
            }
        }
        #expect(nestedCount > count * 2 / 5, "\(nestedCount) of \(count)")
    }

    @Test func hardQuestionsAreMostlyOfTheKindsThatAreLearnedLast() throws {
        func shares(_ difficulty: DialectDifficulty) throws -> (nested: Double, paired: Double) {
            var (nested, paired, conditions, count) = (0, 0, 0, 0)
            for index in 0..<40 {
                let dialect = corpus.dialect(index: index, difficulty: difficulty)
                for item in corpus.document(index: index, difficulty: difficulty).queries {
                    let expression = try FormulaReader.read(item.output, in: dialect)
                    nested += expression.function.isNested ? 1 : 0
                    count += 1
                    guard let condition = expression.condition else { continue }
                    conditions += 1
                    paired += condition.second == nil ? 0 : 1
                }
            }
            return (
                Double(nested) / Double(count), Double(paired) / Double(max(1, conditions))
            )
        }
        let level = DialectDifficulty.level(DialectDifficulty.levelCount - 1)
        let (even, hard) = (try shares(level), try shares(level.hard))
        #expect(hard.nested > even.nested * 2, "\(even) \(hard)")
        #expect(hard.paired > even.paired * 1.4, "\(even) \(hard)")
    }

    @Test func exercisesCopyWhatStoodBefore() {
        let sample = Set(FormulaDialect.sample.functionNames)
        var counts: [Int: Int] = [:]
        for index in 0..<300 {
            let exercise = corpus.copying(index: index)
            var before = ""
            for piece in exercise.pieces {
                if let given = piece.givenTokens {
                    #expect(before.contains(piece.text), "\(exercise.text)")
                    counts[given, default: 0] += 1
                }
                before += piece.text
            }
            #expect(sample.isDisjoint(with: words(of: exercise.text).map(String.init)))
        }
        // Names, whose first syllable is given, and words, of which nothing is.
        #expect((counts[1] ?? 0) > 600 && (counts[0] ?? 0) > 600)
        #expect(corpus.copying(index: 7) == corpus.copying(index: 7))
    }

    @Test(arguments: [0, 5])
    func recallAsksForNamesByTheirKeys(mostFillers: Int) throws {
        let sample = Set(FormulaDialect.sample.functionNames)
        var (echoCount, fillerCount) = (0, 0)
        for index in 0..<200 {
            let exercise = corpus.recall(index: index, mostFillers: mostFillers)
            let names = introduced(exercise)
            let answers = exercise.pieces.filter { $0.givenTokens == 0 }.map(\.text)
            let asked = answers.filter { $0.first != " " }
            #expect((2...7).contains(names.count) && Set(names).count == names.count)
            #expect(asked.count == 16 && Set(names).isSuperset(of: asked), "\(exercise.text)")
            #expect(sample.isDisjoint(with: names))
            // What else is to be answered is the line's own key, behind its name.
            let echoes = answers.count - asked.count
            #expect([0, names.count + asked.count].contains(echoes))
            echoCount += echoes > 0 ? 1 : 0
            for line in exercise.text.split(separator: "\n") {
                let words = line.split { " =|([".contains($0) }
                if echoes > 0 { #expect(words.dropLast().contains(try #require(words.last))) }
                fillerCount += max(0, words.count - (echoes > 0 ? 3 : 2))
            }
        }
        #expect((70...130).contains(echoCount))
        #expect((fillerCount > 0) == (mostFillers > 0))
        #expect(
            corpus.recall(index: 7, mostFillers: mostFillers)
                == corpus.recall(index: 7, mostFillers: mostFillers))
    }

    @Test func pairedRecallAsksForTwoNamesInTheOrderOfItsMark() throws {
        let sample = Set(FormulaDialect.sample.functionNames)
        func isName(_ word: Substring) -> Bool { word.allSatisfy(\.isUppercase) }
        var turnedCount = 0
        for index in 0..<100 {
            let exercise = corpus.pairedRecall(index: index, mostFillers: 3)
            let lines = exercise.text.split(separator: "\n")
            let introductions = lines.dropLast(16).map { $0.split { !$0.isLetter } }
            let names = introductions.compactMap { $0.first(where: isName) }
            #expect(names.count == introductions.count && Set(names).count == names.count)
            #expect((2...7).contains(names.count))
            #expect(sample.isDisjoint(with: names.map(String.init)))
            let asked = exercise.pieces.filter { $0.givenTokens == 0 && isName($0.text[...]) }
            #expect(asked.count == 32, "\(exercise.text)")
            // Where no other words stand around a key, it is the line's first word.
            guard introductions.allSatisfy({ $0.firstIndex(where: isName) == 1 }) else { continue }
            let keys = introductions.map { $0[0] }
            for line in lines.suffix(16) {
                let question = line.prefix { !"=|[<".contains($0) }
                let isTurned = "[<".contains(line[question.endIndex])
                let order = question.split { !$0.isLetter }.compactMap(keys.firstIndex)
                let written = line.split { !$0.isLetter }.filter(isName)
                    .compactMap(names.firstIndex)
                #expect(written == (isTurned ? order.reversed() : order), "\(exercise.text)")
                turnedCount += isTurned ? 1 : 0
            }
        }
        #expect(turnedCount > 200)
        #expect(
            corpus.pairedRecall(index: 7, mostFillers: 3)
                == corpus.pairedRecall(index: 7, mostFillers: 3))
    }

    @Test(arguments: [(2...4, 0), (4...12, 50)])
    func matchingAsksForFunctionsThatWereIntroduced(
        _ counts: ClosedRange<Int>, _ described: Int
    ) {
        let sample = Set(FormulaDialect.sample.functionNames)
        var familiarCount = 0
        for index in 0..<200 {
            let exercise = corpus.matching(
                index: index, functionCounts: counts, described: described)
            let names = introduced(exercise)
            let asked = exercise.pieces.filter { $0.givenTokens == 0 }.map(\.text)
            #expect(counts.contains(names.count), "\(exercise.text)")
            #expect(asked.count == 12 && Set(names).isSuperset(of: asked), "\(exercise.text)")
            #expect(sample.isDisjoint(with: names))
            let english = Set(FormulaFunction.allCases.map { $0.rawValue.uppercased() })
            #expect(names.allSatisfy(english.contains) == exercise.isFamiliar)
            familiarCount += exercise.isFamiliar ? 1 : 0
        }
        #expect((70...130).contains(familiarCount))
    }

    /// The names that an exercise gives before it asks for any.
    private func introduced(_ exercise: ReadingExercise) -> [String] {
        exercise.pieces.filter { piece in
            piece.givenTokens == nil && !piece.text.isEmpty
                && piece.text.allSatisfy { $0.isLetter && $0.isUppercase }
        }.map(\.text)
    }

    @Test func noSlotIsLeftUnfilled() {
        // Curly brackets may be a dialect's own; a slot's name between them may not be left.
        let slots = ["{m}", "{mm}", "{rows}", "{row}", "{all}", "{c}", "{x}", "{X}", "{be}", "{v}"]
        for index in 0..<60 {
            let document = corpus.document(index: index, difficulty: .level(6))
            for item in document.queries {
                #expect(!slots.contains { item.input.contains($0) })
            }
        }
    }
}
