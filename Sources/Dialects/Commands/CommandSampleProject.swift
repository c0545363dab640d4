/// The sample project `sample-data/commands`: requests about files, answered by lines of a fixed
/// made-up shell, in the spirit of NL2Bash.
package struct CommandSampleProject: SampleFiles {
    /// A record as it stands in the project's JSONL files.
    package struct Record: Sendable, Equatable {
        /// Unique over all splits.
        package var id: String
        /// The folder and the request.
        package var query: String
        /// The line, without a leading space.
        package var output: String
        /// What the line does, which is not written into the files.
        package var chain: CommandChain
    }

    /// The documentation of the sample shell.
    package let template: String
    /// 480 records.
    package let train: [Record]
    /// 100 records.
    package let validation: [Record]
    /// 500 records.
    package let test: [Record]

    /// Of the records.
    private static let seed: UInt64 = 20_260_403
    /// Of the documentation's wording; chosen by reading several.
    private static let templateSeed: UInt64 = 20_261_412
    private static let outputLength = 12...70
    /// Pairs of records with the same answer, in 100 records: 14 make 28 records of shared answers.
    private static let pairsPerHundred = 14

    /// What the sample shell asks of a reader.
    package static let difficulty = DialectDifficulty(
        functionCount: CommandDialect.sample.entries.count, comparisonLimit: 2,
        allowsNesting: true, isSimple: false, detail: .full, exampleLimit: 5, queryCount: 12)

    /// Makes the project's texts from its fixed seeds.
    package init() {
        let dialect = CommandDialect.sample
        var writer = SeededGenerator(seed: Self.templateSeed, index: 0)
        let documentation = CommandDocumentation(dialect: dialect, difficulty: Self.difficulty)
            .text(using: &writer)
        template = documentation.template

        var source = PairedAnswers(
            dialect: dialect, difficulty: Self.difficulty, lengths: Self.outputLength,
            excluding: documentation.samples, seed: Self.seed)
        func take(_ count: Int, _ prefix: String) -> [Record] {
            source.take(count, pairsPerHundred: Self.pairsPerHundred).enumerated().map {
                index, record in
                Record(
                    id: Self.recordID(prefix, index: index), query: record.query,
                    output: record.output, chain: record.task)
            }
        }
        test = take(500, "test")
        validation = take(100, "validation")
        train = take(480, "train")
    }

    package var files: [(name: String, content: String)] {
        [
            ("project.yaml", Self.projectFile), ("template.txt", template),
            ("train.jsonl", Self.lines(train)), ("validation.jsonl", Self.lines(validation)),
            ("test.jsonl", Self.lines(test)),
        ]
    }

    private static func lines(_ records: [Record]) -> String {
        records.map { recordLine(id: $0.id, query: $0.query, output: $0.output) + "\n" }.joined()
    }

    private static let projectFile = SampleProjectFile(
        introduction:
            "# A sample project: requests about files, answered in the language of a made-up shell.",
        name: "commands", documented: "shell", answerLabel: CommandDialect.answerLabel
    ).text
}
