import JSONText
import Prompts

/// A log with and without corrections, to see what they do.
package struct CorrectionDesk: Sendable {
    package let log: DecomposedLog

    package init(_ log: DecomposedLog) { self.log = log }

    /// One record before and after.
    package struct Change: Sendable, Equatable {
        package var id: String
        package var source: RecordSource
        package var before: [PromptSpan]
        /// Nil where the record is left out.
        package var after: [PromptSpan]?
        /// Numbers of the corrections that its spans keep to.
        package var corrections: [Int]

        package var json: JSONValue {
            [
                "id": .string(id), "before": Self.json(before),
                "after": after.map(Self.json) ?? .null,
                "corrections": .array(corrections.map { .integer($0) }),
            ]
        }

        private static func json(_ spans: [PromptSpan]) -> JSONValue {
            .array(
                spans.map {
                    [
                        "kind": .string($0.kind.rawValue),
                        "role": $0.role.map { .string($0) } ?? .null, "text": .string($0.text),
                    ]
                })
        }

        /// For people.
        package var lines: [String] {
            var lines = ["Record \(id) (\(source)), before:"] + before.outline
            if let after {
                lines += before == after ? ["after: the same"] : ["after:"] + after.outline
            } else {
                lines.append("after: left out")
            }
            return lines
        }
    }

    /// What a list of corrections does to the log.
    package struct Outcome: Sendable {
        package var decomposition: Decomposition
        /// Records whose spans joined are not the prompt's text: none, whatever the corrections.
        package var inexactCount: Int

        package var untouched: [CorrectionUse] {
            decomposition.corrections.filter { $0.promptCount == 0 }
        }
    }

    /// Takes the log apart with corrections.
    /// - Throws: `CorrectionError`.
    package func outcome(_ corrections: Corrections) throws -> Outcome {
        let decomposition = try log.decomposed(corrections)
        let prompts = Dictionary(
            log.log.prompts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let inexact = decomposition.records.count { record in
            let text = prompts[record.id]?.turns.reduce(into: "") { $0 += $1.text } ?? ""
            return !record.spans.joinedText.utf8.elementsEqual(text.utf8)
        }
        return Outcome(decomposition: decomposition, inexactCount: inexact)
    }

    /// Gives a correction of one record what the record is known by in other logs.
    /// - Throws: `ProjectSetupError.noSuchRecord`.
    package func located(_ correction: Correction) throws -> Correction {
        guard let id = correction.record else { return correction }
        guard let prompt = log.log.prompts.first(where: { $0.id == id }) else {
            throw ProjectSetupError.noSuchRecord(
                id: id, file: log.file, first: log.log.prompts.first?.id)
        }
        var correction = correction
        correction.content = PromptContent.text(of: prompt)
        return correction
    }

    /// One record before and after; the first that a correction touches where none is named.
    /// - Throws: `ProjectSetupError.noSuchRecord`; `CorrectionError`.
    package func change(
        from before: Corrections, to outcome: Outcome, correction: Int?, record: String?
    ) throws -> Change? {
        let earlier = try log.decomposed(before)
        let after = outcome.decomposition
        var id = record
        if id == nil, let correction {
            id =
                after.records.first { $0.corrections.contains(correction) }?.id
                ?? after.leftOut.first { $0.correction == correction }?.id
            // A group shows in where its records are, not in their spans.
            if id == nil { id = Self.firstDifference(earlier, after) }
        } else if id == nil {
            id = after.records.first { !$0.corrections.isEmpty }?.id ?? after.records.first?.id
        }
        guard let id else { return nil }
        guard let old = earlier.records.first(where: { $0.id == id }) else {
            if earlier.leftOut.contains(where: { $0.id == id }) { return nil }
            throw ProjectSetupError.noSuchRecord(
                id: id, file: log.file, first: log.log.prompts.first?.id)
        }
        let new = after.records.first { $0.id == id }
        return Change(
            id: id, source: old.source, before: old.spans, after: new?.spans,
            corrections: new?.corrections ?? [])
    }

    private static func firstDifference(_ one: Decomposition, _ other: Decomposition) -> String? {
        let spans = Dictionary(
            one.records.map { ($0.id, $0.spans) }, uniquingKeysWith: { first, _ in first })
        return other.records.first { spans[$0.id] != $0.spans }?.id ?? other.records.first?.id
    }
}
