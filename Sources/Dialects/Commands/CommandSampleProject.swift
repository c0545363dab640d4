/// The sample project `sample-data/commands`: requests about files, answered by lines of a fixed
/// made-up shell, in the spirit of NL2Bash.
package struct CommandSampleProject: SampleFiles {
    /// A record as it stands in the project's JSONL files.
    package struct Record: SampleRecord, Sendable, Equatable {
        package var id: String
        /// The folder and the request.
        package var query: String
        /// The line.
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
    /// Rules of the template to be tried.
    package let probes: [SampleProbe]
    /// Questions about other shells and about formula languages.
    package let offTask: [OffTaskQuestion]

    /// Of the records.
    private static let seed: UInt64 = 20_260_403
    /// Of the documentation's wording; chosen by reading several.
    private static let templateSeed: UInt64 = 20_261_412
    /// Of shells and languages that no base is trained on.
    private static let offTaskSeed: UInt64 = 20_261_131
    private static let outputLength = 12...70
    /// Pairs of records with the same answer, in 100 records: 14 make 28 records of shared answers.
    private static let pairsPerHundred = 14
    /// Of each of two families.
    private static let offTaskDocuments = 5

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
        probes = Self.probes(excluding: train + validation + test, seed: Self.seed)
        offTask = OffTaskQuestion.of(
            .commands, documentCount: Self.offTaskDocuments, seed: Self.offTaskSeed)
    }

    package static let projectFile = SampleProjectFile(
        introduction:
            "# A sample project: requests about files, answered in the language of a made-up shell.",
        name: "commands", documented: "shell", answerLabel: CommandDialect.answerLabel
    ).text
}
