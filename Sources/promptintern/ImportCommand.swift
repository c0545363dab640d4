import ArgumentParser
import Foundation
import ProjectSetup

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a project of a log: template, layout, and records in three splits.",
        discussion: """
            Reads OpenAI chat JSONL, prompt/completion JSONL, plain text, and records. Records with the same \
            output or query stay in one split. A log with several templates gives a project for \
            each, in OUTPUT/template-1, OUTPUT/template-2 and so on.

            Examples:
              promptintern import prompts.jsonl --output my-project --model models/llama-1b
              promptintern import prompts.jsonl --output my-project --mask all
              promptintern import next-week.jsonl --output my-project --update
            """)

    @Argument(help: "The log, one JSON object a line.")
    var log: String

    @Option(help: "The folder to write; files that stand there are not replaced without --update.")
    var output: String

    @Option(help: "Folder of a Hugging Face model (config.json, *.safetensors, tokenizer.json).")
    var model: String?

    @Option(help: "Share of the records for validation.")
    var validation = 0.1

    @Option(help: "Share of the records for test.")
    var test = 0.1

    @Option(help: "Another seed deals the records another way.")
    var seed: UInt64 = 1

    @Option(help: "Only this template, counted from 1.")
    var template: Int?

    @Option(
        help: ArgumentHelp(
            "Corrections to keep to and to keep in the project: a corrections.yaml. One in the "
                + "output's folder is used by itself."))
    var corrections: String?

    @Flag(
        help: ArgumentHelp(
            "Fill a project that is there anew from this log: records, layout and template. "
                + "Settings, corrections and the split of known records stay."))
    var update = false

    @Flag(help: "Take all user and assistant messages before the last user message for examples.")
    var turnsAsExamples = false

    @Flag(help: "Leave out and list lines that cannot be read, instead of refusing the file.")
    var skipInvalid = false

    @OptionGroup var plainText: PlainTextOptions

    @OptionGroup var masking: MaskOptions

    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        var importing = ProjectImport(
            shares: try SplitShares(validation: validation, test: test, seed: seed))
        importing.skipsInvalid = skipInvalid
        importing.takesTurnsAsExamples = turnsAsExamples
        importing.template = template
        importing.mask = try masking.textMask()
        importing.modelPath = model
        importing.plainText = plainText.rules
        importing.updates = update
        importing.corrections = corrections.map { URL(filePath: $0) }
        let report = try importing.run(
            URL(filePath: log), output: URL(filePath: output, directoryHint: .isDirectory))
        outputOptions.print(report.json) { report.text }
    }
}
