import Testing

@testable import Prompts

/// What is doubtful about the data of a project.
@Suite struct RecordWarningTests {
    private func record(
        _ line: Int, _ query: String, _ output: String = "o", _ split: DataSplit = .train
    ) -> PromptRecord {
        PromptRecord(
            id: "r\(line)", query: query, output: output, split: split,
            source: RecordSource(file: "t.jsonl", line: line))
    }

    // MARK: Duplicates

    @Test func copiesAreCountedAndTheFirstIsNamed() {
        let training = [
            record(1, "a b", "x"), record(2, "A  b", "X"), record(3, "a b", "y"),
            record(4, "a b", "x"), record(5, "c", "x"),
        ]
        #expect(
            RecordDuplicates(training: training, heldOut: []).warnings == [
                "2 training records have the query and output of another: \"r2\" (t.jsonl, line 2) "
                    + "and \"r1\" (t.jsonl, line 1), and more. They count twice in training; take "
                    + "them out unless that is meant."
            ])
    }

    @Test func heldOutRecordsThatWereTrainedOnAreNamed() {
        let warnings = RecordDuplicates(
            training: [record(1, "a", "x")],
            heldOut: [record(2, "A ", "y", .test), record(3, "b", "x", .validation)]
        ).warnings
        #expect(
            warnings == [
                "1 held-out record has the query of a training record: \"r2\" (t.jsonl, line 2) and "
                    + "\"r1\" (t.jsonl, line 1). Their scores show what was learnt by heart; take "
                    + "them out of one split."
            ])
    }

    @Test func differentRecordsAreNoDuplicates() {
        let records = [record(1, "a", "x"), record(2, "b", "x"), record(3, "a", "z")]
        #expect(RecordDuplicates(training: records, heldOut: []).warnings.isEmpty)
    }

    // MARK: Formats of queries

    private func formats(_ queries: [String]) -> [String] {
        QueryFormats(queries.enumerated().map { record($0.offset + 1, $0.element) }).warnings
    }

    @Test func anotherLabelIsNamedWithBothForms() {
        let queries = (0..<9).map { "Table: t\($0)\nQuestion: how many?" }
        #expect(formats(queries).isEmpty)
        #expect(
            formats(queries + ["Table: t\nQ: how many?"]) == [
                "The query's format varies: 9 records have \"Table: Question:\" (\"r1\", t.jsonl, "
                    + "line 1), but 1 has \"Table: Q:\" (\"r10\", t.jsonl, line 10). Production "
                    + "sends one form: write all queries in it."
            ])
    }

    @Test func otherSeparatorsAndTagsAreNamed() {
        let plain = (0..<9).map { "list the files \($0)" }
        #expect(formats(plain).isEmpty)
        #expect(
            formats(plain + ["list the files\n"])[0].contains("no label with a line break behind"))
        #expect(formats(plain + ["  list it"])[0].contains("no label with 2 spaces before it"))
        let tagged = plain.map { "<query>\n\($0)\n</query>" }
        #expect(formats(tagged).isEmpty)
        #expect(formats(tagged + ["[QUERY]\nlist it"])[0].contains("\"[QUERY]\""))
        #expect(formats(tagged + ["### Query\nlist it"])[0].contains("\"### Query\""))
    }

    /// A colon in somebody's words is no form, and without a common one nothing departs from it.
    @Test func wordsWithColonsAreNoFormat() {
        let plain = (0..<9).map { "list the files \($0)" }
        #expect(formats(plain + ["Note: only the hidden ones"]).isEmpty)
        #expect(formats(plain + ["find a file at 10:30 or http://x"]).isEmpty)
        #expect(formats(plain + ["this is a longer sentence: list"]).isEmpty)
        #expect(formats(["A: x", "B: x", "C: x", "x"]).isEmpty)
        #expect(formats([]).isEmpty)
        // Two of them are a form.
        #expect(formats(plain + ["Question: a", "Question: b"])[0].contains("2 do not, such as"))
    }

    // MARK: The bank

    private func plan(_ bank: [PromptRecord]) throws -> StagePlan {
        try StagePlan(
            schedule: Schedule(stages: [
                StageSetting(compressionRate: 1, shots: 4, epochs: 1),
                StageSetting(compressionRate: 0.5, shots: 2, epochs: 1),
                StageSetting(compressionRate: 0, shots: 0, epochs: 1),
            ]),
            input: PlanInput(
                layout: .standard(template: "Rules."),
                records: (1...3).map { record($0, "question \($0)", "answer \($0)") }, bank: bank,
                countTokens: { $0.count }))
    }

    @Test func anEmptyBankGivesPromptsWithoutExamplesAndAWarning() throws {
        let plan = try plan([])
        #expect(try plan.rendered(record: 0, stage: 0).map(\.kind) == [.template, .query])
        #expect(
            plan.warnings() == [
                "The example bank is empty, but the schedule asks for 4 examples a prompt: prompts "
                    + "will hold none. Add training records, or set the shots to 0."
            ])
    }

    @Test func moreExamplesThanTheBankHoldsAreThoseThatThereAre() throws {
        let bank = (1...3).map { record($0, "question \($0)", "answer \($0)") }
        let plan = try plan(bank)
        let spans = try plan.rendered(record: 0, stage: 0)
        #expect(spans.joinedText.contains("answer 2") && spans.joinedText.contains("answer 3"))
        #expect(!spans.joinedText.contains("answer 1"))
        #expect(
            plan.warnings() == [
                "The example bank has 3 records, which leaves 2 for a prompt, but the schedule asks "
                    + "for 4: prompts will hold fewer examples."
            ])
    }
}
