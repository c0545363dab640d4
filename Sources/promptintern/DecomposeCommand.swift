import ArgumentParser
import Foundation
import Project
import ProjectSetup
import Prompts

struct DecomposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decompose",
        abstract: "Take a log's prompts apart: template, examples, query.",
        discussion: """
            Reads OpenAI chat JSONL, prompt/completion JSONL, and plain text. What all prompts share is \
            template, repeated demonstrations are examples, what varies is the query.

            Examples:
              promptintern decompose sample-data/formulas/raw-log.jsonl
              promptintern decompose notes.txt --between=---- --answer "Reply:"
            """)

    @Argument(help: "The log, one JSON object a line.")
    var file: String

    @Flag(help: "Take all user and assistant messages before the last user message for examples.")
    var turnsAsExamples = false

    @Flag(help: "Leave out and list lines that cannot be read, instead of refusing the file.")
    var skipInvalid = false

    @Option(help: "Corrections to keep to: a corrections.yaml; see promptintern correct.")
    var corrections: String?

    @OptionGroup var plainText: PlainTextOptions

    @OptionGroup var masking: MaskOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
        let log = try DecomposedLog(
            URL(filePath: file), skipsInvalid: skipInvalid, takesTurnsAsExamples: turnsAsExamples,
            mask: try masking.textMask(), plainText: plainText.rules,
            corrections: try correctionList())
        output.print(log.json) { log.text }
    }

    private func correctionList() throws -> Corrections {
        guard let corrections else { return .none }
        let url = URL(filePath: corrections)
        guard let file = try CorrectionsFile.load(url) else {
            throw ProjectSetupError.noCorrectionsFile(path: url.path)
        }
        return file.corrections
    }
}
