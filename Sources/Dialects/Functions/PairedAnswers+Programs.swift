extension PairedAnswers where Task == LibraryTask {
    /// Programs of the sample library.
    ///
    /// They are as long as `lengths` allow, and none of them computes what `excluded` does.
    init(
        dialect: LibraryDialect, difficulty: DialectDifficulty, lengths: ClosedRange<Int>,
        excluding excluded: [String], seed: UInt64
    ) {
        // So many that every helper has enough.
        let drawCount = 6_000
        var generator = SeededGenerator(seed: seed, index: 0, salt: 2)
        let tasks = LibraryTaskGenerator(helpers: dialect.helpers, difficulty: difficulty)
        var outputs = Set<String>()
        var groups: [Group] = []
        for _ in 0..<drawCount {
            let task = tasks.task(using: &generator)
            let output = dialect.text(of: task)
            guard lengths.contains(output.utf8.count),
                !excluded.contains(dialect.expression(of: task)), outputs.insert(output).inserted
            else { continue }
            var queries: [String] = []
            while queries.count < 2 {
                let query = LibraryRequest(task, using: &generator).query
                if !queries.contains(query) { queries.append(query) }
            }
            groups.append(Group(task: task, output: output, queries: queries))
        }
        // Every split has about as many records of each helper.
        self.init(
            groups.inTurns { dialect.firstWritten(in: $0.task) }, generator: generator)
    }
}
