import ArgumentParser
import JSONText
import Project
import Prompts
import RunControl

struct RetrieveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieve",
        abstract: "Show which examples a record gets, and how like it they are.",
        discussion: """
            The retriever is the project's unless another one is named. Never among the examples: \
            held-out records, the record itself, and its twins (same query, or same output).

            Examples:
              promptintern retrieve sample-data/formulas --record test-001
              promptintern retrieve my-project --record test:3 --retriever bm25 --shots 5 --json
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var retrieverOptions: RetrieverOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The record's id, of any split.")
    var record: String

    @Option(help: "How many examples.")
    var shots = 5

    func validate() throws {
        if shots < 1 { throw ValidationError("--shots must be at least 1.") }
    }

    func run() throws {
        let project = try projectOptions.loadProject()
        guard let record = project.record(record) else {
            throw RunControlError.recordNotFound(id: record, path: project.folder.path)
        }
        let selector = try project.exampleSelector(retrieverOptions.settings(project))
        let matches =
            try selector.matches(for: [record], in: project.bank, count: shots).first ?? []
        output.print(json(project, record, selector, matches)) {
            text(project, record, selector, matches)
        }
    }

    private func json(
        _ project: LoadedProject, _ record: PromptRecord, _ selector: ExampleSelector,
        _ matches: [ExampleMatch]
    ) -> JSONValue {
        [
            "record": .string(record.id), "split": .optional(record.split?.rawValue),
            "retriever": .string(selector.name), "settings": .string(selector.settingsText),
            "bank_records": .integer(project.bank.count),
            "examples": .array(
                matches.map { match in
                    let example = project.bank[match.position]
                    return [
                        "id": .string(example.id), "score": .optional(match.score),
                        "query": .string(example.query), "output": .string(example.output),
                    ]
                }),
        ]
    }

    private func text(
        _ project: LoadedProject, _ record: PromptRecord, _ selector: ExampleSelector,
        _ matches: [ExampleMatch]
    ) -> String {
        var lines = [
            "\(record.id) (\(record.source)): \(record.query)",
            "\(selector.name), \(selector.settingsText)", "",
        ]
        for (rank, match) in matches.enumerated() {
            let example = project.bank[match.position]
            let score = match.score.map { ", score \(NumberText.fixed($0, 4))" } ?? ""
            lines += [
                "\(rank + 1). \(example.id)\(score)", "   \(Self.excerpt(example.query))",
                "   \(Self.excerpt(example.output))",
            ]
        }
        if matches.count < shots {
            lines.append(
                "The bank has \(project.bank.count) records, of which \(matches.count) were found "
                    + "for this one: fewer than \(shots).")
        }
        return lines.joined(separator: "\n")
    }

    /// A text as one line.
    private static func excerpt(_ text: String) -> String {
        let length = 90
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > length ? line.prefix(length - 3) + "..." : line
    }
}
