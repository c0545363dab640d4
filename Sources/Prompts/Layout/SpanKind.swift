/// What a part of a prompt is, and so what a schedule may do to it.
package enum SpanKind: String, Sendable, Codable, CaseIterable {
    /// Instructions and documents: shortened from stage to stage.
    case template
    /// Safety text, dates, routing tags: never cut.
    case pinned
    /// Tool schemas: counted as template, gone with the last stage.
    case tools
    /// Retrieved documents that differ from record to record: kept whole.
    case context
    /// Few-shot demonstrations: fewer from stage to stage.
    case examples
    /// What production sends: the same bytes in every stage.
    case query
}
