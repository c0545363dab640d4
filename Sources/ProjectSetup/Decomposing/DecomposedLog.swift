import Foundation
import JSONText
import Prompts

/// A log file taken apart.
package struct DecomposedLog: Sendable {
    /// The file's name.
    package let file: String
    /// Its prompts, and the lines that are none.
    package let log: PromptImporter.Log
    /// What the prompts are made of.
    package let decomposition: Decomposition
    /// What was masked; nil where nobody asked for it.
    package let masked: MaskReport?
    private let takesTurnsAsExamples: Bool

    /// Reads a log and finds its templates.
    ///
    /// - Parameters:
    ///   - url: The log.
    ///   - skipsInvalid: Leave bad lines out instead of refusing the file.
    ///   - takesTurnsAsExamples: Whether all messages before the last question are examples.
    ///   - mask: Goes over all texts before they are taken apart.
    ///   - plainText: How a plain text is cut; nil reads JSON lines.
    ///   - corrections: What was said about its prompts by hand.
    /// - Throws: `PromptsError`, `CorrectionError`.
    package init(
        _ url: URL, skipsInvalid: Bool, takesTurnsAsExamples: Bool, mask: TextMask? = nil,
        plainText: PlainTextRules? = nil, corrections: Corrections = .none
    ) throws {
        file = url.lastPathComponent
        var log = try PromptImporter(skipsInvalid: skipsInvalid, plainText: plainText)
            .read(url)
        masked = mask.map { $0.mask(&log.prompts) }
        self.log = log
        self.takesTurnsAsExamples = takesTurnsAsExamples
        decomposition = try PromptDecomposer(takesTurnsAsExamples: takesTurnsAsExamples)
            .decompose(log.prompts, corrections: corrections)
    }

    /// The same log taken apart with other corrections.
    /// - Throws: `CorrectionError`.
    package func decomposed(_ corrections: Corrections) throws -> Decomposition {
        try PromptDecomposer(takesTurnsAsExamples: takesTurnsAsExamples)
            .decompose(log.prompts, corrections: corrections)
    }

    /// The decomposition's own JSON, with its notes and the lines that were left out after it.
    package var json: JSONValue {
        var object = decomposition.json.objectValue ?? JSONObject()
        object.append("notes", .array(decomposition.notes.map { .string($0) }))
        object.append("skipped_lines", .array(log.problems.map(\.json)))
        if let masked { object.append("masked", masked.json) }
        return .object(object)
    }

    // MARK: For people

    /// What was found, with the first record as an outline.
    package var text: String {
        let records = decomposition.records
        var lines = [
            "\(file): \(Count.text(records.count, "record")) (\(log.format.title)), "
                + Count.text(decomposition.layouts.count, "template")
        ]
        for index in decomposition.layouts.indices {
            let count = records.count { $0.template == index }
            let name = decomposition.groupNames[index].map { " (\($0))" } ?? ""
            lines.append("  template \(index + 1)\(name)  \(Count.text(count, "record"))")
        }
        let without = records.count { $0.template == nil }
        if without > 0 { lines.append("  no template  \(Count.text(without, "record"))") }
        lines += confidenceLines
        if let first = records.first {
            lines += ["", "Record \(first.id) (\(first.source)):"]
            lines += first.spans.outline
        }
        if !decomposition.corrections.isEmpty { lines += [""] + decomposition.correctionLines }
        if !decomposition.notes.isEmpty { lines += [""] + decomposition.notes }
        lines += log.problems.leftOutLines
        if let masked { lines += [""] + masked.lines }
        return lines.joined(separator: "\n")
    }

    /// How many records there are at each confidence, in tenths from the top.
    private var confidenceLines: [String] {
        let tenths = decomposition.records.map { min(9, Int($0.confidence * 10)) }
        var lines = ["", "confidence  records"]
        for tenth in (0...9).reversed() {
            let count = tenths.count { $0 == tenth }
            guard count > 0 else { continue }
            lines.append("0.\(tenth) to \(tenth == 9 ? "1.0" : "0.\(tenth + 1)")  \(count)")
        }
        return lines
    }
}
