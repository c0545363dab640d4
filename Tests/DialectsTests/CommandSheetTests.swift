import Testing

@testable import Dialects

/// Random dialects of commands with their documentation and requests.
@Suite struct CommandSheetTests {
    private static let difficulties = [
        DialectDifficulty(
            functionCount: 4, comparisonLimit: 0, allowsNesting: false, isSimple: true,
            detail: .brief, exampleLimit: 3, queryCount: 8),
        DialectDifficulty(
            functionCount: 12, comparisonLimit: 2, allowsNesting: true, isSimple: false,
            detail: .full, exampleLimit: 6, queryCount: 12),
    ]

    @Test(arguments: difficulties)
    func sheetsAskWhatTheirDocumentationTells(difficulty: DialectDifficulty) {
        let sampleNames = Set(CommandDialect.sample.commandNames)
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed), index: 0)
            let dialect = CommandDialect.random(difficulty: difficulty, using: &generator)
            let sheet = dialect.sheet(difficulty: difficulty, itemCount: 8, using: &generator)
            #expect(dialect.entries.count == difficulty.functionCount)
            #expect(dialect != .sample && dialect.syntax != CommandDialect.sample.syntax)
            #expect(sampleNames.isDisjoint(with: dialect.commandNames.map { $0.uppercased() }))
            for name in dialect.commandNames { #expect(sheet.template.contains(name)) }
            #expect(sheet.items.count >= 6, "\(sheet.template)")
            #expect(Set(sheet.items.map(\.output)).count == sheet.items.count)
            for item in sheet.items {
                #expect(dialect.commandNames.contains { item.output.contains($0) })
                #expect(!item.input.contains("{"), "\(item.input)")
            }
        }
    }

    @Test func theSameSeedGivesTheSameSheet() {
        func sheet() -> DialectSheet {
            var generator = SeededGenerator(seed: 4, index: 0)
            return CommandDialect.sheet(
                difficulty: Self.difficulties[1], itemCount: 8, using: &generator)
        }
        #expect(sheet() == sheet())
    }

    /// What a request asks for changes with the seed, not with the words.
    @Test func twoRequestsWithOneAnswerDiffer() {
        let requests = CommandRequestGenerator(
            dialect: .sample, optionLimit: 2, allowsChains: true)
        var generator = SeededGenerator(seed: 8, index: 0)
        var differing = 0
        for _ in 0..<200 {
            let pair = requests.requests(2, using: &generator)
            #expect(pair[0].chain == pair[1].chain)
            differing += pair[0].query == pair[1].query ? 0 : 1
        }
        #expect(differing > 180)
    }
}
