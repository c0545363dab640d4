import ArgumentParser
import Exporters
import Foundation
import JSONText

struct ExportGGUFCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gguf",
        abstract: "Write a model with its tokenizer as a GGUF file for llama.cpp.",
        discussion: """
            Reads a Hugging Face folder and writes it tensor by tensor. With --adapter, a PEFT \
            adapter is merged into the weights. Notes say where llama.cpp will tokenize or compute \
            otherwise than this program; docs/gguf.md lists what is written.

            Examples:
              promptintern export gguf path/to/model --output base.gguf --type f16
              promptintern export gguf path/to/model --adapter path/to/adapter \\
                --output tuned.gguf --json
            """)

    @Argument(help: "The model's folder (config.json, safetensors, tokenizer.json).")
    var model: String

    @Option(help: "The file to write; one that is there is replaced.")
    var output: String

    @Option(help: "Type of the matrices; vectors are always f32.")
    var type = GGUFWeightType.float16

    @Option(help: "A folder with a PEFT adapter to merge into the weights.")
    var adapter: String?

    @Option(help: "llama.cpp's name of the pre-tokenizer, where it is not found or not right.")
    var preTokenizer: String?

    @Flag(help: "Leave the tokens out; llama.cpp then takes and gives ids.")
    var withoutTokenizer = false

    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
        var export = GGUFExport(
            model: URL(filePath: model, directoryHint: .isDirectory),
            adapter: adapter.map { URL(filePath: $0, directoryHint: .isDirectory) }, type: type)
        export.preTokenizer = preTokenizer
        export.leavesOutTokenizer = withoutTokenizer
        let file = URL(filePath: output)
        let report = try export.write(to: file)
        outputOptions.print(json(report, file)) { text(report, file) }
    }

    private func json(_ report: GGUFExport.Report, _ file: URL) -> JSONValue {
        [
            "output": .string(file.path),
            "architecture": .string(report.architecture),
            "type": .string(type.rawValue),
            "tensors": .integer(report.tensorCount),
            "parameters": .integer(report.parameterCount),
            "bytes": .integer(report.byteCount),
            "tokenizer": .string(report.tokenizer),
            "pre_tokenizer": .optional(report.preTokenizer),
            "adapter": .optional(adapter),
            "notes": .array(report.warnings.map { .string($0) }),
        ]
    }

    private func text(_ report: GGUFExport.Report, _ file: URL) -> String {
        let cut = report.preTokenizer.map { ", cut as \($0)" } ?? ""
        let lines = [
            "Wrote \(file.path): \(report.byteCount) bytes, \(report.tensorCount) tensors of "
                + "\(report.parameterCount) values, \(type.rawValue), architecture "
                + "\(report.architecture), tokenizer \(report.tokenizer)\(cut)."
        ]
        return (lines + report.warnings.map { "Note: \($0)." }).joined(separator: "\n")
    }
}

extension GGUFWeightType: ExpressibleByArgument {}
