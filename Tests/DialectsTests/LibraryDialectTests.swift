import Testing

@testable import Dialects

@Suite struct LibraryDialectTests {
    /// A dialect of a rung, and programs of it.
    private func draw(
        _ level: Int, _ index: Int, count: Int
    ) -> (dialect: LibraryDialect, tasks: [LibraryTask]) {
        let difficulty = LibraryRungs.all[level]
        var generator = SeededGenerator(seed: 15, index: index, salt: UInt64(level))
        let dialect = LibraryDialect.random(difficulty: difficulty, using: &generator)
        let source = LibraryTaskGenerator(
            helpers: dialect.helpers,
            argumentLimit: difficulty.isSimple ? 0 : difficulty.comparisonLimit,
            allowsNesting: difficulty.allowsNesting)
        return (dialect, (0..<count).map { _ in source.task(using: &generator) })
    }

    private func program(
        _ dialect: LibraryDialect, _ text: String, _ statements: [String]
    ) -> String {
        ([text, dialect.prelude] + statements).joined(separator: "\n")
    }

    @Test func sampleDialectNestsCallsInItsOwnOrder() {
        let task = LibraryTask(
            parameters: [
                LibraryTask.Parameter(name: "prices", kind: .numbers),
                LibraryTask.Parameter(name: "cutoff", kind: .number),
            ], subject: "prices",
            steps: [
                LibraryTask.Step(.keepAbove, [.parameter("cutoff")]),
                LibraryTask.Step(.sort, [.constant(.descending)]),
            ])
        #expect(
            LibraryDialect.sample.text(of: task)
                == "def task(prices, cutoff): return folvan('pelvus', balkon(cutoff, prices))")
        #expect(
            task.evaluate([.numbers([3, 9, 5, 12]), .number(4)]) == .numbers([12, 9, 5]))
        #expect(LibraryDialect.sample.firstWritten(in: task) == .sort)
    }

    @Test func stylesPutHelpersAfterOneAnother() {
        let task = LibraryTask(
            parameters: [LibraryTask.Parameter(name: "names", kind: .words)], subject: "names",
            steps: [
                LibraryTask.Step(.firstItems, [.number(3)]),
                LibraryTask.Step(.join, [.text("-")]),
            ])
        var dialect = LibraryDialect.sample
        dialect.syntax.style = .chained(wrapper: "Box")
        dialect.syntax.form = .lambda
        #expect(dialect.text(of: task) == "task = lambda names: Box(names).jinpax(3).vilger('-')")
        dialect.syntax.style = .piped(operator: ">>", wrapper: nil)
        dialect.syntax.form = .named("out")
        #expect(
            dialect.text(of: task)
                == "def task(names): out = names >> jinpax(3) >> vilger('-'); return out")
        dialect.syntax.style = .nested
        dialect.syntax.usesKeywords = true
        dialect.syntax.form = .bracketedDefinition
        #expect(
            dialect.text(of: task)
                == "def task(names): return (vilger(jinpax(names, size=3), separator='-'))")
    }

    @Test(arguments: 0..<LibraryRungs.all.count)
    func everyProgramReadsBackAsItself(level: Int) throws {
        for index in 0..<30 {
            let (dialect, tasks) = draw(level, index, count: 10)
            for task in tasks {
                let text = dialect.text(of: task)
                #expect(!text.contains("\n"))
                let back = try LibraryReader.read(text, in: dialect)
                #expect(back == LibraryReader.Program(task), "\(text)")
            }
        }
    }

    @Test(.enabled(if: PythonPrograms.isAvailable, "python3 is missing"))
    func pythonComputesWhatTheMeaningIs() throws {
        var programs: [String] = []
        for index in 0..<120 {
            let (dialect, tasks) = draw(index % 9, index, count: 6)
            for (place, task) in tasks.enumerated() {
                var trials = LibraryTrials(
                    task, using: SeededGenerator(seed: 16, index: place))
                programs.append(
                    program(
                        dialect, dialect.text(of: task),
                        trials.statements(of: dialect.syntax.functionName, count: 4)))
            }
        }
        let results = try PythonPrograms.run(programs)
        #expect(results.count == 720)
        for (result, program) in zip(results, programs) {
            #expect(result == "", "\(program)")
        }
    }

    @Test(.enabled(if: PythonPrograms.isAvailable, "python3 is missing"))
    func everyHelperComputesItsMeaningInEveryStyle() throws {
        var programs: [String] = []
        let styles: [LibrarySyntax.CallStyle] =
            [.nested, .chained(wrapper: "L")]
            + ["|", ">>", "@", "&", "^"].flatMap {
                [.piped(operator: $0, wrapper: nil), .piped(operator: $0, wrapper: "L")]
            }
        var generator = SeededGenerator(seed: 17)
        for style in styles {
            for (usesKeywords, quotesConstants) in [(true, false), (false, true)] {
                var dialect = LibraryDialect.random(
                    difficulty: DialectDifficulty(
                        functionCount: 20, comparisonLimit: 2, allowsNesting: true,
                        isSimple: false, detail: .full, exampleLimit: 0, queryCount: 1),
                    using: &generator)
                dialect.syntax.style = style
                dialect.syntax.usesKeywords = usesKeywords
                dialect.syntax.quotesConstants = quotesConstants
                let source = LibraryTaskGenerator(
                    helpers: dialect.helpers, argumentLimit: 2, allowsNesting: false)
                for helper in dialect.helpers {
                    let task = source.usage(of: helper, using: &generator)
                    var trials = LibraryTrials(task, using: generator)
                    programs.append(
                        program(
                            dialect, dialect.text(of: task),
                            trials.statements(of: dialect.syntax.functionName, count: 3)))
                }
            }
        }
        for (result, program) in zip(try PythonPrograms.run(programs), programs) {
            #expect(result == "", "\(program)")
        }
    }

    @Test(.enabled(if: PythonPrograms.isAvailable, "python3 is missing"))
    func otherSpellingsOfConstantsAndPlacesForKeywordsFail() throws {
        var dialect = LibraryDialect.sample
        let sort = LibraryTask(
            parameters: [LibraryTask.Parameter(name: "ages", kind: .numbers)], subject: "ages",
            steps: [LibraryTask.Step(.sort, [.constant(.ascending)])])
        let statements = ["assert task([2, 1]) == [1, 2]"]
        let right = dialect.text(of: sort)
        var programs = [
            program(dialect, right, statements),
            program(dialect, right.replacing("gandil", with: "asc"), statements),
        ]
        dialect.syntax.usesKeywords = true
        programs += [
            program(dialect, dialect.text(of: sort), statements),
            program(
                dialect, dialect.text(of: sort).replacing("order=", with: ""), statements),
        ]
        dialect.syntax.quotesConstants = false
        programs += [
            program(dialect, dialect.text(of: sort), statements),
            program(
                dialect, dialect.text(of: sort).replacing("gandil", with: "'gandil'"), statements),
        ]
        let isRight = try PythonPrograms.run(programs).map(\.isEmpty)
        #expect(isRight == [true, false, true, false, true, false])
    }

    @Test func namesOfADialectAreDistinctAndOfOneCase() {
        for index in 0..<200 {
            let (dialect, _) = draw(8, index, count: 0)
            #expect(Set(dialect.helperNames.map { $0.prefix(3) }).count == 20)
            let isUpper = dialect.helperNames.map { $0 == $0.uppercased() }
            #expect(Set(isUpper).count == 1)
            #expect(Set(dialect.syntax.constants).count == 4)
        }
    }

    @Test func randomDialectsNeverHaveTheSamplesNames() {
        let sample = LibraryDialect.sample
        let names = Set((sample.helperNames + sample.syntax.constants).map { $0.uppercased() })
        #expect(names.count == 20)
        #expect(names.isDisjoint(with: FormulaDialect.sample.functionNames))
        for index in 0..<2_000 {
            let (dialect, _) = draw(8, index, count: 0)
            let drawn = dialect.helperNames + dialect.syntax.constants
            #expect(names.isDisjoint(with: drawn.map { $0.uppercased() }))
            #expect(dialect.libraryName != sample.libraryName)
            #expect(dialect.syntax != sample.syntax)
        }
    }

    @Test func everySampleNameIsMadeOfTheStocksSyllables() {
        let sample = LibraryDialect.sample
        let syllables = Set(FunctionName.syllables)
        for name in sample.helperNames + sample.syntax.constants {
            let capitals = name.uppercased()
            #expect(syllables.contains(String(capitals.prefix(3))), "\(name)")
            #expect(syllables.contains(String(capitals.suffix(3))), "\(name)")
        }
        let names = sample.helperNames + sample.syntax.constants
        #expect(Set(names.map { $0.prefix(3) }).count == names.count)
    }
}
