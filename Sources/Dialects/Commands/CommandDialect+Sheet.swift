extension CommandDialect {
    /// What a reader sees of a fresh random dialect: documentation and requests.
    package static func sheet(
        difficulty: DialectDifficulty, itemCount: Int, using generator: inout SeededGenerator
    ) -> DialectSheet {
        random(difficulty: difficulty, using: &generator)
            .sheet(difficulty: difficulty, itemCount: itemCount, using: &generator)
    }

    /// Documentation of this dialect and requests to it.
    package func sheet(
        difficulty: DialectDifficulty, itemCount: Int, using generator: inout SeededGenerator
    ) -> DialectSheet {
        let documentation = CommandDocumentation(dialect: self, difficulty: difficulty)
            .text(using: &generator)
        let requests = CommandRequestGenerator(
            dialect: self, optionLimit: difficulty.comparisonLimit,
            allowsChains: difficulty.allowsNesting)
        return DialectSheet(
            answerLabel: Self.answerLabel, documentation: documentation, itemCount: itemCount
        ) {
            let request = requests.request(using: &generator)
            return DialectSheet.Item(
                input: request.query, output: text(of: request.chain),
                skill: request.chain.first.action.rawValue)
        }
    }
}
