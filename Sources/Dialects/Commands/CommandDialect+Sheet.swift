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
        // No answer is given away: each occurs once, examples and documentation included.
        var outputs = Set(documentation.samples)
        var items: [DialectSheet.Item] = []
        items.reserveCapacity(itemCount)
        for _ in 0..<(itemCount * 8) where items.count < itemCount {
            let request = requests.request(using: &generator)
            let output = text(of: request.chain)
            guard outputs.insert(output).inserted else { continue }
            items.append(
                DialectSheet.Item(
                    input: request.query, output: output,
                    skill: request.chain.first.action.rawValue))
        }
        return DialectSheet(
            answerLabel: Self.answerLabel, template: documentation.template, items: items)
    }
}
