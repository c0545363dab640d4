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
        package var tools: JSONValue?
    }

    package var records: [Record]
    /// One for each template, those with most records first.
    package var layouts: [PromptLayout]
    /// What did not fit, as full sentences.
    package var notes: [String]

    /// The contract of `decompose --json`.
    package var json: JSONValue {
        [
            "templates": .integer(layouts.count),
            "records": .array(
                records.map { record in
                    [
                        "id": .string(record.id),
                        "confidence": .number(record.confidence),
                        "spans": .array(record.spans.map(Self.json)),
                    ]
                }),
        ]
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
            var meta = JSONObject()
            var cuts: [JSONValue] = []
            var offset = 0
            for piece in record.queryPieces.dropLast() {
                offset += piece.utf8.count
                cuts.append(.integer(offset))
            }
            if !cuts.isEmpty { meta.append(PromptRecord.queryCutsField, .array(cuts)) }
            if let tools = record.tools { meta.append("tools", tools) }
            return PromptRecord(
                id: record.id, examples: keepsExamples ? record.examples : [],
                query: record.queryPieces.joined(), output: record.output,
                meta: meta.members.isEmpty ? nil : meta, source: record.source)
        }
    }
}
