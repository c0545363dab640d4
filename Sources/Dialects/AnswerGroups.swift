/// Questions of one dialect gathered by their answer, so that no answer comes into two splits.
struct AnswerGroups {
    private struct Group {
        var function: FormulaFunction
        var output: String
        var queries: [String]
    }

    private var groups: [Group] = []
    private var generator: SeededGenerator

    /// Several questions a record, so that enough of them share an answer by themselves.
    private static let poolSize = 12_000

    init(
        dialect: FormulaDialect, difficulty: DialectDifficulty, lengths: ClosedRange<Int>,
        excluding excluded: [String], seed: UInt64
    ) {
        generator = SeededGenerator(seed: seed, index: 0, salt: 2)
        let questions = QuestionGenerator(
            functions: dialect.functions, comparisonLimit: difficulty.comparisonLimit)
        var places: [String: Int] = [:]
        var seen = Set<String>()
        for _ in 0..<Self.poolSize {
            let question = questions.question(using: &generator)
            let output = dialect.text(of: question.expression)
            guard lengths.contains(output.utf8.count), !excluded.contains(output),
                seen.insert(question.query).inserted
            else { continue }
            if let place = places[output] {
                groups[place].queries.append(question.query)
            } else {
                places[output] = groups.count
                groups.append(
                    Group(
                        function: question.expression.function, output: output,
                        queries: [question.query]))
            }
        }
        // Every split has about as many records of each function.
        groups = groups.inTurns(by: \.function)
    }

    /// Takes records out of the pool, in a random order.
    ///
    /// So many pairs in 100 records share an answer; ids begin with the prefix.
    mutating func take(
        _ count: Int, pairsPerHundred: Int, prefix: String
    ) -> [SampleProject.Record] {
        let pairCount = (count * pairsPerHundred + 50) / 100
        var records: [(query: String, output: String)] = []
        var rest: [Group] = []
        var pairsLeft = pairCount
        for group in groups {
            if pairsLeft > 0, group.queries.count > 1 {
                pairsLeft -= 1
                records += group.queries.prefix(2).map { ($0, group.output) }
            } else {
                rest.append(group)
            }
        }
        groups = Array(rest.dropFirst(count - 2 * pairCount))
        records += rest.prefix(count - 2 * pairCount).map { ($0.queries[0], $0.output) }
        precondition(records.count == count, "The pool is too small for \(count) records")
        return generator.shuffled(records).enumerated().map { index, record in
            SampleProject.Record(
                id: SampleProject.recordID(prefix, index: index), query: record.query,
                output: record.output)
        }
    }
}
