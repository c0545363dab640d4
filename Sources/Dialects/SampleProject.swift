/// The default project, `sample-data/formulas`: questions answered by formulas of one fixed
/// dialect, which only the template and the examples tell.
package struct SampleProject: SampleFiles {
    /// A record as it stands in the project's JSONL files.
    package struct Record: SampleRecord, Sendable, Equatable {
        package var id: String
        /// Table and question.
        package var query: String
        /// The formula.
        package var output: String
    }

    /// The documentation of the sample dialect.
    package let template: String
    /// 480 records.
    package let train: [Record]
    /// 100 records.
    package let validation: [Record]
    /// 500 records: enough for an interval of a few points.
    package let test: [Record]
    /// Rules of the template to be tried.
    package let probes: [SampleProbe]
    /// Questions in other formula languages.
    package let offTask: [OffTaskQuestion]

    /// Of the records.
    private static let seed: UInt64 = 20_260_401
    /// Of the documentation's wording; chosen by reading several.
    private static let templateSeed: UInt64 = 20_261_223
    /// Of languages that no base is trained on.
    private static let offTaskSeed: UInt64 = 20_261_125
    private static let outputLength = 15...70
    /// Pairs of records with the same answer, in 100 records: 14 make 28 records of shared answers.
    private static let pairsPerHundred = 14
    private static let offTaskDocuments = 10

    /// What the sample dialect asks of a reader.
    package static let difficulty = DialectDifficulty(
        functionCount: FormulaDialect.sample.entries.count, comparisonLimit: 2,
        allowsNesting: true, isSimple: false, detail: .full, exampleLimit: 5, queryCount: 12)

    /// Makes the project's texts from its fixed seeds.
    package init() {
        let dialect = FormulaDialect.sample
        var writer = SeededGenerator(seed: Self.templateSeed, index: 0)
        let documentation = DialectDocumentation(dialect: dialect, difficulty: Self.difficulty)
            .text(using: &writer)
        template = documentation.template

        var source = AnswerGroups(
            dialect: dialect, difficulty: Self.difficulty, lengths: Self.outputLength,
            excluding: documentation.samples, seed: Self.seed)
        test = source.take(500, pairsPerHundred: Self.pairsPerHundred, prefix: "test")
        validation = source.take(100, pairsPerHundred: Self.pairsPerHundred, prefix: "validation")
        train = source.take(480, pairsPerHundred: Self.pairsPerHundred, prefix: "train")
        probes = Self.probes(excluding: train + validation + test, seed: Self.seed)
        offTask = OffTaskQuestion.of(
            OffTaskQuestion.formulaDocuments(Self.offTaskDocuments, seed: Self.offTaskSeed))
    }

    package var log: SampleLog? {
        SampleLog(
            template: template, answerLabel: FormulaDialect.answerLabel, records: train,
            seed: Self.seed)
    }

    package static let projectFile = SampleProjectFile(
        introduction:
            "# The sample project: questions over tables, answered in a made-up formula language.",
        name: "formulas", documented: "language", answerLabel: FormulaDialect.answerLabel
    ).text
}
