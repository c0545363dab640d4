import JSONText

/// How much of each section of the template a tuned model no longer needs.
package struct CoverageReport: Equatable, Sendable {
    /// One section.
    package struct Section: Equatable, Sendable {
        /// Its heading, or how it begins.
        package var title: String
        package var tokenCount: Int
        package var coverage: SectionCoverage

        package init(title: String, tokenCount: Int, coverage: SectionCoverage) {
            self.title = title
            self.tokenCount = tokenCount
            self.coverage = coverage
        }
    }

    /// In the template's order; all of them, or those before the measuring was stopped.
    package var sections: [Section]
    /// Sections that the template has.
    package var sectionCount: Int
    /// Held-out records that losses were measured on.
    package var recordCount: Int
    /// "validation" or "test".
    package var split: String

    package init(sections: [Section], sectionCount: Int, recordCount: Int, split: String) {
        self.sections = sections
        self.sectionCount = sectionCount
        self.recordCount = recordCount
        self.split = split
    }

    package var isComplete: Bool { sections.count == sectionCount }
}

// MARK: JSON

extension CoverageReport {
    /// For scripts and for the history.
    package var json: JSONValue {
        [
            "complete": .bool(isComplete), "section_count": .integer(sectionCount),
            "records": .integer(recordCount), "split": .string(split),
            "sections": .array(sections.map(\.json)),
        ]
    }

    /// A report that was kept; nil for what is none.
    package init?(_ json: JSONValue) {
        guard let sections = json["sections"]?.arrayValue?.map(Section.init),
            sections.allSatisfy({ $0 != nil }), let count = json["section_count"]?.intValue
        else { return nil }
        self.init(
            sections: sections.compactMap { $0 }, sectionCount: count,
            recordCount: json["records"]?.intValue ?? 0,
            split: json["split"]?.stringValue ?? "")
    }
}

extension CoverageReport.Section {
    fileprivate var json: JSONValue {
        [
            "title": .string(title), "tokens": .integer(tokenCount),
            "base_difference": coverage.base.json, "tuned_difference": coverage.tuned.json,
            "coverage": coverage.coverage?.json ?? .null,
            "remark": coverage.remark.map { .string($0) } ?? .null,
        ]
    }

    fileprivate init?(_ json: JSONValue) {
        guard let title = json["title"]?.stringValue,
            let base = json["base_difference"].flatMap(Estimate.init),
            let tuned = json["tuned_difference"].flatMap(Estimate.init)
        else { return nil }
        self.init(
            title: title, tokenCount: json["tokens"]?.intValue ?? 0,
            coverage: SectionCoverage(
                base: base, tuned: tuned, coverage: json["coverage"].flatMap(Estimate.init)))
    }
}
