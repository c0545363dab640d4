import ArgumentParser
import Foundation
import JSONText
import Kernels
import LanguageModel
import Project
import Prompts
import RunControl
import TerminalUI

extension CompressorChoice.Kind: ExpressibleByArgument {}

struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress",
        abstract: "Shorten a template to a share of its tokens, and show what was cut.",
        discussion: """
            The shortened template goes to standard output, and how much of it is left to standard \
            error. A stage of the same tau takes the same text, from the project's cache.

            Examples:
              promptintern compress sample-data/formulas --rate 0.5 --diff
              promptintern compress my-project --rate 0.67 > my-project/template.0.67.txt
              promptintern compress --text prompt.txt --model models/qwen --rate 0.5 \\
                --compressor self-information
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var engine: EngineOptions

    @Option(help: "Share of tokens to keep, from 0 to 1.")
    var rate: Double

    @Option(
        help: """
            rules, self-information, summary, attribution, command or hand; the project's own by \
            default, and rules for --text.
            """)
    var compressor: CompressorChoice.Kind?

    @Option(help: "A text file in place of a project's template; needs --model.")
    var text: String?

    @Option(help: "With --text: folder of the model that counts, scores and writes.")
    var model: String?

    @Flag(help: "Show the full template with what was cut: struck out, or [-cut-] in a pipe.")
    var diff = false

    func validate() throws {
        guard (0...1).contains(rate) else {
            throw ValidationError("--rate must be from 0 (nothing kept) to 1 (all kept).")
        }
        if text != nil, model == nil {
            throw ValidationError("--text needs --model, whose tokens are counted.")
        }
        if text == nil, model != nil {
            throw ValidationError("--model belongs to --text: a project names its own model.")
        }
    }

    func run() throws {
        let input = try text.map { try textInput($0) } ?? projectInput()
        let parts = try input.compressedParts(rate: rate)
        output.print(json(parts, input)) { shown(parts) }
        if !output.json { Console.error(summary(parts, input)) }
    }

    // MARK: Input

    private func textInput(_ path: String) throws -> PlanInput {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PromptsError.unreadableFile(file: path, reason: "it cannot be opened")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw PromptsError.unreadableFile(file: path, reason: "it is not UTF-8 text")
        }
        let compute = Compute(threadCount: 1)
        return try TextCompression(
            text, kind: compressor ?? .rules,
            modelFolder: URL(filePath: model ?? "", directoryHint: .isDirectory),
            storage: engine.storage(on: compute), report: Console.error
        ).input
    }

    private func projectInput() throws -> PlanInput {
        let project = try projectOptions.loadProject()
        var choice = project.file.compressor
        if let compressor, compressor != choice.kind {
            guard let other = CompressorChoice(compressor) else {
                throw RunControlError.needsOptions(compressor: compressor.rawValue)
            }
            choice = other
        }
        let store = try projectOptions.openStore(project)
        return try PreparedProject(
            project, store: store, compressor: choice, monitor: Console.compression,
            report: Console.error
        ).planInput
    }

    // MARK: Output

    private func json(_ parts: [CompressedPart], _ input: PlanInput) -> JSONValue {
        let (tokens, fullTokens) = Self.totals(parts)
        var object = JSONObject()
        object.append("compressor", .string(input.compressor.name))
        object.append("asked_rate", .number(rate))
        object.append("achieved_rate", .number(Self.rate(tokens, of: fullTokens)))
        object.append("full_tokens", .integer(fullTokens))
        object.append("tokens", .integer(tokens))
        object.append("parts", .array(parts.map(json)))
        return .object(object)
    }

    private func json(_ part: CompressedPart) -> JSONValue {
        var object = JSONObject()
        object.append("part", .integer(part.part))
        object.append("full_tokens", .integer(part.fullTokens))
        object.append("tokens", .integer(part.tokens))
        object.append("achieved_rate", .number(part.achievedRate))
        object.append("text", .string(part.text))
        if diff {
            object.append(
                "diff",
                .array(
                    CutDifference(from: part.fullText, to: part.text).pieces.map { piece in
                        let kind =
                            switch piece.kind {
                            case .same: "kept"
                            case .removed: "cut"
                            case .added: "new"
                            }
                        return ["kind": .string(kind), "text": .string(piece.text)]
                    }))
        }
        return .object(object)
    }

    private func shown(_ parts: [CompressedPart]) -> String {
        let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1
        return parts.map { part in
            let title = parts.count > 1 ? "--- template part \(part.part) ---\n" : ""
            guard diff else { return title + part.text }
            let difference = CutDifference(from: part.fullText, to: part.text)
            return title + (isTerminal ? difference.terminalText : difference.plainText)
        }.joined(separator: "\n")
    }

    private func summary(_ parts: [CompressedPart], _ input: PlanInput) -> String {
        guard !parts.isEmpty else { return "There is no template: nothing was shortened." }
        let (tokens, fullTokens) = Self.totals(parts)
        return "\(input.compressor.name): tau \(rate) asked, "
            + "\(NumberText.fixed(Self.rate(tokens, of: fullTokens), 3)) achieved, "
            + "\(NumberText.grouped(tokens)) of \(NumberText.grouped(fullTokens)) tokens"
    }

    private static func totals(_ parts: [CompressedPart]) -> (tokens: Int, fullTokens: Int) {
        parts.reduce((0, 0)) { ($0.0 + $1.tokens, $0.1 + $1.fullTokens) }
    }

    private static func rate(_ tokens: Int, of fullTokens: Int) -> Double {
        fullTokens == 0 ? 1 : Double(tokens) / Double(fullTokens)
    }
}
