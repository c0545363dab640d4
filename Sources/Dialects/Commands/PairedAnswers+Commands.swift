extension PairedAnswers where Task == CommandChain {
    /// Lines of the sample shell.
    ///
    /// They are as long as `lengths` allow, and none of them is one of `excluded`.
    init(
        dialect: CommandDialect, difficulty: DialectDifficulty, lengths: ClosedRange<Int>,
        excluding excluded: [String], seed: UInt64
    ) {
        // So many that every command has enough.
        let drawCount = 6_000
        var generator = SeededGenerator(seed: seed, index: 0, salt: 2)
        let requests = CommandRequestGenerator(
            dialect: dialect, optionLimit: difficulty.comparisonLimit,
            allowsChains: difficulty.allowsNesting)
        var outputs = Set(excluded)
        var groups: [Group] = []
        for _ in 0..<drawCount {
            let pair = requests.requests(2, using: &generator)
            let output = dialect.text(of: pair[0].chain)
            let queries = pair.map(\.query)
            guard lengths.contains(output.utf8.count), queries[0] != queries[1],
                outputs.insert(output).inserted
            else { continue }
            groups.append(Group(task: pair[0].chain, output: output, queries: queries))
        }
        // Every split has about as many records of each command.
        self.init(groups.inTurns { $0.task.first.action }, generator: generator)
    }
}
