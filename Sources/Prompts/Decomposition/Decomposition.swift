import JSONText

/// What a log's prompts are made of.
package struct Decomposition: Sendable, Equatable {
    /// One prompt of the log.
    package struct Record: Sendable, Equatable {
        package var id: String
        package var source: RecordSource
        /// Which template it follows; nil where none was found.
        package var template: Int?
        /// From 0 (a guess) to 1 (every shared part is there).
        package var confidence: Double
        /// In order; joined they are the input's text.
        package var spans: [PromptSpan]
        package var output: String
        /// Demonstrations, read from the examples spans.
        package var examples: [Example]
        /// The query's text between the layout's markers, cut where template stands inside it.
        package var queryPieces: [String]
        /// Messages behind those that the layout knows: roles and texts.
        package var laterTurns: [ImportedPrompt.Turn] = []
        /// Texts of the record's own, by their kind: context, pinned or tools.
        package var ownTexts: [SpanKind: [String]] = [:]
        package var tools: JSONValue?
        /// Numbers of the corrections that its spans keep to.
        package var corrections: [Int] = []
    }

    /// A prompt that a correction leaves out.
    package struct LeftOut: Sendable, Equatable {
        package var id: String
        package var source: RecordSource
        /// The correction's number.
        package var correction: Int
    }

    package var records: [Record]
    /// One for each template, those with most records first.
    package var layouts: [PromptLayout]
    /// What did not fit, as full sentences.
    package var notes: [String]
    /// For each template the name that a correction gave it.
    package var groupNames: [String?] = []
    package var leftOut: [LeftOut] = []
    /// Each correction with the number of prompts that it touched.
    package var corrections: [CorrectionUse] = []

    /// The contract of `decompose --json`; what corrections did is in it where there are some.
    package var json: JSONValue {
        var object = JSONObject()
        object.append("templates", .integer(layouts.count))
        object.append("records", .array(records.map(json)))
        guard !corrections.isEmpty else { return .object(object) }
        object.append("groups", .array(groupNames.map { $0.map { .string($0) } ?? .null }))
        object.append("corrections", .array(corrections.map(\.json)))
        object.append(
            "left_out",
            .array(
                leftOut.map {
                    ["id": .string($0.id), "correction": .integer($0.correction)]
                }))
        return .object(object)
    }

    /// One record as `decompose --json` shows it.
    package func json(_ record: Record) -> JSONValue {
        var object = JSONObject()
        object.append("id", .string(record.id))
        object.append("confidence", .number(record.confidence))
        object.append("spans", .array(record.spans.map(Self.json)))
        if !corrections.isEmpty {
            object.append("corrections", .array(record.corrections.map { .integer($0) }))
        }
        return .object(object)
    }

    private static func json(_ span: PromptSpan) -> JSONValue {
        [
            "kind": .string(span.kind.rawValue),
            "role": span.role.map(JSONValue.string) ?? .null,
            "text": .string(span.text),
        ]
    }

    /// The records of a template, ready for training with its layout.
    /// - Parameters:
    ///   - template: An index into `layouts`.
    ///   - keepsExamples: Whether a record keeps the examples that its prompt held; else they come
    ///     from the bank.
    /// - Returns: Records in the log's order.
    package func promptRecords(template: Int, keepsExamples: Bool = false) -> [PromptRecord] {
        records.filter { $0.template == template }.map { record in
            let pieces = record.queryPieces + record.laterTurns.map(\.text)
            return PromptRecord(
                id: record.id, examples: keepsExamples ? record.examples : [],
                query: pieces.joined(), output: record.output, meta: Self.meta(record, pieces),
                source: record.source)
        }
    }

    private static func meta(_ record: Record, _ pieces: [String]) -> JSONObject {
        var meta = JSONObject()
        if let cuts = PromptRecord.cuts(of: pieces) {
            meta.append(PromptRecord.queryCutsField, cuts)
        }
        if !record.laterTurns.isEmpty {
            meta.append(
                PromptRecord.laterRolesField,
                .array(record.laterTurns.map { $0.role.map { .string($0) } ?? .null }))
        }
        for kind in SpanKind.allCases {
            guard let texts = record.ownTexts[kind] else { continue }
            let field = PromptRecord.ownTextField(kind)
            meta.append(field, .string(texts.joined()))
            if let cuts = PromptRecord.cuts(of: texts) {
                meta.append(field + PromptRecord.cutsSuffix, cuts)
            }
        }
        if let tools = record.tools { meta.append("tools", tools) }
        meta.append(PromptRecord.confidenceField, .number(record.confidence))
        if !record.corrections.isEmpty {
            meta.append(
                PromptRecord.correctionsField, .array(record.corrections.map { .integer($0) }))
        }
        return meta
    }
}
