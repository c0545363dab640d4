import Foundation
import JSONText
import Kernels
import Safetensors
import Tokenizers

/// Recomputes everything in a reference folder and compares.
package struct Conformance {
    let compute: Compute

    package init(compute: Compute) { self.compute = compute }

    /// Compares a folder of any known kind; with `output`, writes the computed numbers there under
    /// the reference's names.
    /// - Throws: `ConformanceError` where the folder is of no known kind, and what reading throws.
    package func run(_ folder: URL, output: URL?) throws -> ConformanceReport {
        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: name).path)
        }
        if has("expected.json"), has("model") {
            return try ModelConformance(folder: folder, compute: compute).run(output: output)
        }
        if has("golden.json"), has("tokenizer.json") {
            let golden = try Self.readJSON(folder.appending(path: "golden.json"))
            if golden["rows"] != nil {
                return try TokenizerConformance(folder: folder, golden: golden).run(output: output)
            }
            return try TrainedModelConformance(folder: folder, golden: golden, compute: compute)
                .run(output: output)
        }
        if !has("tokenizer.json"), let templates = ChatTemplateConformance(folder: folder) {
            return try templates.run(output: output)
        }
        // Without numbers to compare there is still a question: is the tokenizer refused, and why?
        if has("tokenizer.json") { _ = try Tokenizer.load(folder: folder) }
        throw ConformanceError.unknownFolder(path: folder.path)
    }

    static func readJSON(_ file: URL) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ConformanceError.unreadable(path: file.path, reason: "it cannot be opened")
        }
        do {
            return try JSONValue.parse(Array(data))
        } catch {
            throw ConformanceError.unreadable(path: file.path, reason: "\(error)")
        }
    }

    static func write(
        _ json: JSONValue, to output: URL, as name: String = "computed.json"
    ) throws {
        do {
            try FileManager.default.createDirectory(
                at: output, withIntermediateDirectories: true)
            try AtomicFile.write(
                Data((json.text(.indented) + "\n").utf8),
                to: output.appending(path: name))
        } catch {
            throw ConformanceError.cannotWrite(path: output.path, reason: "\(error)")
        }
    }
}

extension JSONValue {
    /// A list of token ids.
    var tokenIDs: [Int32]? {
        guard let values = arrayValue else { return nil }
        let ids = values.compactMap { $0.intValue.flatMap { Int32(exactly: $0) } }
        return ids.count == values.count ? ids : nil
    }

    static func tokenIDs(_ ids: some Sequence<Int32>) -> JSONValue {
        .array(ids.map { .integer(Int($0)) })
    }
}
