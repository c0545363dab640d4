import Foundation

/// The default project, `sample-data/formulas`: questions answered by formulas of one fixed
/// dialect, which only the template and the examples tell.
package struct SampleProject: Sendable {
    /// A record as it stands in the project's JSONL files.
    package struct Record: Sendable, Equatable {
        /// Unique over all splits.
        package var id: String
        /// Table and question.
        package var query: String
        /// The formula, without a leading space.
        package var output: String
    }

    /// The documentation of the sample dialect.
    package let template: String
    /// 480 records.
    package let train: [Record]
    /// 60 records.
    package let validation: [Record]
    /// 60 records.
    package let test: [Record]
    /// Rules of the template to be tried.
    package let probes: [Probe]
    /// Questions in other formula languages.
    package let offTask: [OffTask]

    /// Of the records.
    private static let seed: UInt64 = 20_260_401
    /// Of the documentation's wording; chosen by reading several.
    private static let templateSeed: UInt64 = 20_261_223
    /// Of languages that no base is trained on.
    private static let offTaskSeed: UInt64 = 20_261_125
    private static let outputLength = 15...70
    /// Pairs of records with the same answer, in 100 records: 14 make 28 records of shared answers.
    private static let pairsPerHundred = 14
    private static let logLength = 200
    private static let loggedExamples = 4

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
        test = source.take(60, pairsPerHundred: Self.pairsPerHundred, prefix: "test")
        validation = source.take(60, pairsPerHundred: Self.pairsPerHundred, prefix: "validation")
        train = source.take(480, pairsPerHundred: Self.pairsPerHundred, prefix: "train")
        probes = Self.probes(excluding: train + validation + test, seed: Self.seed)
        offTask = Self.offTask(seed: Self.offTaskSeed)
    }

    /// The project's files by name, each with its whole content.
    package var files: [(name: String, content: String)] {
        [
            ("project.yaml", Self.projectFile), ("template.txt", template),
            ("train.jsonl", Self.lines(train)), ("validation.jsonl", Self.lines(validation)),
            ("test.jsonl", Self.lines(test)), ("raw-log.jsonl", rawLog),
            ("probes.jsonl", probes.map(\.line).joined()),
            ("off_task.jsonl", offTask.map(\.line).joined()),
        ]
    }

    /// Writes the project's files into a folder, which is made where it does not exist.
    /// - Throws: Foundation's error where the folder or a file cannot be written.
    package func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files {
            try Data(file.content.utf8).write(
                to: folder.appending(path: file.name), options: .atomic)
        }
    }

    private static func lines(_ records: [Record]) -> String {
        records.map {
            JSONLine.object([("id", $0.id), ("query", $0.query), ("output", $0.output)]) + "\n"
        }.joined()
    }

    // MARK: The log

    /// Training records as an API gateway would have logged them: full prompts in OpenAI's chat
    /// form.
    private var rawLog: String {
        var generator = SeededGenerator(seed: Self.seed, index: 0, salt: 3)
        return generator.shuffled(train).prefix(Self.logLength).map { record in
            var system = template
            let bank = train.filter { $0.output != record.output }
            for example in generator.shuffled(bank).prefix(Self.loggedExamples) {
                system += "\n\n\(example.query)\nFormula: \(example.output)"
            }
            let messages = [
                ("system", system), ("user", record.query), ("assistant", record.output),
            ].map { JSONLine.object([("role", $0.0), ("content", $0.1)]) }
            return "{\"messages\":[\(messages.joined(separator: ","))]}\n"
        }.joined()
    }

    // MARK: The project's file

    private static let projectFile = #"""
        # The sample project: questions over tables, answered in a made-up formula language.
        # Paths are relative to this folder.
        name: formulas

        model:
          # The small base model that ships with the samples.
          path: ../models/base

        data:
          # One JSON object a line: {"id": ..., "query": ..., "output": ...}.
          train: train.jsonl
          # Watched while training; examples never come from here.
          validation: validation.jsonl
          # Only looked at when prompts are compared.
          test: test.jsonl
          # The language's documentation, which all records share.
          template: template.txt
          format:
            # The query block: the same in every stage and in production.
            query: "{query}\nFormula:"
            # What the model learns to write after it.
            output: " {output}"
            # One example of the prompt.
            example: "{input}\nFormula: {output}"
            # Between template, examples and query.
            separator: "\n\n"
            # Between one example and the next.
            example_separator: "\n\n"

        schedule:
          # The share of the template that is kept (tau) and the examples fall in equal steps. Passes
          # over the records grow, as a short prompt costs a fraction of a long one.
          stages:
            - {tau: 1.0, shots: 4, epochs: 4}
            - {tau: 0.67, shots: 3, epochs: 4}
            - {tau: 0.33, shots: 1, epochs: 8}
            - {tau: 0.0, shots: 0, epochs: 16}

        compressor:
          # What shortens the template: rules.
          kind: rules

        retriever:
          # What picks a record's examples: bleu (likeness of answers).
          kind: bleu

        training:
          # LoRA's rank.
          rank: 16
          # LoRA's scale is alpha / rank.
          alpha: 32
          # At its highest, after the warm-up.
          learning_rate: 0.004
          # cosine, linear or constant.
          learning_rate_schedule: constant
          # Steps until the learning rate is at its highest.
          warmup_steps: 10
          # Records in one step.
          batch_size: 16
          # The same seed gives the same run.
          seed: 1
          # Steps from one evaluation to the next (0: only at the ends of stages).
          evaluate_every: 60
          # Validation records that such an evaluation takes (0: all).
          validation_records: 30

        evaluation:
          # The longest answer, in tokens.
          max_new_tokens: 64
          # Held-out records that are answered (0: all).
          records: 0
          # An answer ends at the end of its line.
          stop: ["\n"]
          # Rules of the template, each with a question that tries it (promptintern measure).
          probes: probes.jsonl
          # Questions in other languages, to see what the training made the model forget.
          off_task: off_task.jsonl

        """#
}
