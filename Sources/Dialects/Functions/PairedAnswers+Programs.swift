/// Programs of the sample library, each with two requests, so that no program comes into two splits
/// and some records share theirs with another.
struct FunctionAnswerGroups {
    /// A program with differently worded requests for it.
    struct Group {
        var task: LibraryTask
        var output: String
        var queries: [String]
    }

    /// A request of a split.
    struct Record {
        var task: LibraryTask
        var query: String
        var output: String
    }

    private var groups: [Group] = []
    private var generator: SeededGenerator

    /// So many that every helper has enough.
    private static let poolSize = 6000

    /// Programs as long as `lengths` allow, none of which computes what `excluded` does.
    init(
        dialect: LibraryDialect, difficulty: DialectDifficulty, lengths: ClosedRange<Int>,
        excluding excluded: [String], seed: UInt64
    ) {
        generator = SeededGenerator(seed: seed, index: 0, salt: 2)
        let tasks = LibraryTaskGenerator(helpers: dialect.helpers, difficulty: difficulty)
        var outputs = Set<String>()
        for _ in 0..<Self.poolSize {
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
        groups = groups.inTurns { dialect.firstWritten(in: $0.task) }
    }

    /// Takes records out of the pool, in a random order; so many pairs in 100 share a program.
    mutating func take(_ count: Int, pairsPerHundred: Int) -> [Record] {
        let pairCount = (count * pairsPerHundred + 50) / 100
        let groupCount = count - pairCount
        precondition(groups.count >= groupCount, "The pool is too small for \(count) records")
        let taken = Array(groups.prefix(groupCount))
        groups.removeFirst(groupCount)
        // Any of them may be asked for twice, not only those of the helpers that come first.
        let pairs = Set(generator.shuffled(Array(0..<groupCount)).prefix(pairCount))
        let records = taken.enumerated().flatMap { place, group in
            group.queries.prefix(pairs.contains(place) ? 2 : 1).map {
                Record(task: group.task, query: $0, output: group.output)
            }
        }
        return generator.shuffled(records)
    }
}
