/// Answers of a sample project, each with two requests, so that no answer comes into two splits and
/// some records share theirs with another.
struct PairedAnswers<Task> {
    /// An answer with differently worded requests for it.
    struct Group {
        /// What the answer does, before a dialect spells it.
        var task: Task
        var output: String
        /// Two.
        var queries: [String]
    }

    /// A request of a split.
    struct Record {
        var task: Task
        var query: String
        var output: String
    }

    private var groups: [Group]
    private var generator: SeededGenerator

    /// A pool of groups, of which those that stand first are taken first.
    init(_ groups: [Group], generator: SeededGenerator) {
        self.groups = groups
        self.generator = generator
    }

    /// Takes records out of the pool, in a random order; so many pairs in 100 share an answer.
    mutating func take(_ count: Int, pairsPerHundred: Int) -> [Record] {
        let pairCount = (count * pairsPerHundred + 50) / 100
        let groupCount = count - pairCount
        precondition(groups.count >= groupCount, "The pool is too small for \(count) records")
        let taken = Array(groups.prefix(groupCount))
        groups.removeFirst(groupCount)
        // Any of them may be asked for twice, not only those of the kinds that come first.
        let pairs = Set(generator.shuffled(Array(0..<groupCount)).prefix(pairCount))
        let records = taken.enumerated().flatMap { place, group in
            group.queries.prefix(pairs.contains(place) ? 2 : 1).map {
                Record(task: group.task, query: $0, output: group.output)
            }
        }
        return generator.shuffled(records)
    }
}
