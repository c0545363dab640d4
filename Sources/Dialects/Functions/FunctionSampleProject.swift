/// The sample project `sample-data/functions`: requests answered by one-line programs of a fixed
/// made-up library, which are right where they run rightly.
package struct FunctionSampleProject: SampleFiles {
    /// A record as it stands in the project's JSONL files.
    package struct Record: SampleRecord, Sendable, Equatable {
        package var id: String
        /// What is given, and the task.
        package var query: String
        /// The program.
        package var output: String
        /// What the program does, which is not written into the files.
        package var task: LibraryTask
        /// Statements that fail where a program is wrong; none in the training split.
        package var asserts: [String]
    }

    /// The documentation of the sample library.
    package let template: String
    /// The sample library in Python, which stands before the statements of every record.
    package let setup: String
    /// 480 records.
    package let train: [Record]
    /// 100 records.
    package let validation: [Record]
    /// 500 records.
    package let test: [Record]
    /// Rules of the template to be tried.
    package let probes: [SampleProbe]
    /// Questions about other libraries and about formula languages.
    package let offTask: [OffTaskQuestion]

    /// Of the records.
    private static let seed: UInt64 = 20_260_402
    /// Of the documentation's wording; chosen by reading several.
    private static let templateSeed: UInt64 = 20_261_253
    /// Of libraries and languages that no base is trained on.
    private static let offTaskSeed: UInt64 = 20_261_130
    private static let outputLength = 25...90
    /// Pairs of records with the same answer, in 100 records: 14 make 28 records of shared answers.
    private static let pairsPerHundred = 14
    private static let assertCount = 5
    /// Of each of two families.
    private static let offTaskDocuments = 5

    /// What the sample library asks of a reader.
    package static let difficulty = DialectDifficulty(
        functionCount: LibraryDialect.sample.entries.count, comparisonLimit: 2,
        allowsNesting: true, isSimple: false, detail: .full, exampleLimit: 5, queryCount: 12)

    /// Makes the project's texts from its fixed seeds.
    package init() {
        let dialect = LibraryDialect.sample
        var writer = SeededGenerator(seed: Self.templateSeed, index: 0)
        let documentation = LibraryDocumentation(dialect: dialect, difficulty: Self.difficulty)
            .text(using: &writer)
        template = documentation.template
        setup = dialect.prelude

        var source = PairedAnswers(
            dialect: dialect, difficulty: Self.difficulty, lengths: Self.outputLength,
            excluding: documentation.samples, seed: Self.seed)
        func take(_ count: Int, _ prefix: String, isTested: Bool) -> [Record] {
            source.take(count, pairsPerHundred: Self.pairsPerHundred).enumerated().map {
                index, record in
                var trials = LibraryTrials(
                    record.task, using: SeededGenerator(seed: Self.seed, index: index, salt: 5))
                return Record(
                    id: Self.recordID(prefix, index: index), query: record.query,
                    output: record.output, task: record.task,
                    asserts: isTested
                        ? trials.statements(
                            of: dialect.syntax.functionName, count: Self.assertCount) : [])
            }
        }
        test = take(500, "test", isTested: true)
        validation = take(100, "validation", isTested: true)
        train = take(480, "train", isTested: false)
        probes = Self.probes(excluding: train + validation + test, seed: Self.seed)
        offTask = OffTaskQuestion.of(
            .functions, documentCount: Self.offTaskDocuments, seed: Self.offTaskSeed)
    }

    /// Held-out records have their tests as `meta`.
    package func line(_ record: Record) -> String {
        guard !record.asserts.isEmpty else { return record.line }
        let asserts = record.asserts.map(JSONLine.quoted).joined(separator: ",")
        let meta = "{\"asserts\":[\(asserts)],\"setup\":\(JSONLine.quoted(setup))}"
        return record.line.dropLast() + ",\"meta\":\(meta)}"
    }
}
