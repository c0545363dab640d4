import JSONText

/// What was masked: how often, in how many records, and where first; never the values.
package struct MaskReport: Sendable, Equatable {
    /// One kind's figures.
    package struct Count: Sendable, Equatable {
        package var occurrences = 0
        package var records = 0
        /// Lines of the first records.
        package var firstLines: [Int] = []
    }

    /// Lines that are named for each kind.
    private static let lineLimit = 5

    package private(set) var counts: [SensitiveKind: Count] = [:]

    package init() {}

    package var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ found: [SensitiveKind: Int], at source: RecordSource) {
        for (kind, count) in found {
            counts[kind, default: Count()].occurrences += count
            counts[kind, default: Count()].records += 1
            if counts[kind, default: Count()].firstLines.count < Self.lineLimit {
                counts[kind]?.firstLines.append(source.line)
            }
        }
    }

    private var sorted: [(kind: SensitiveKind, count: Count)] {
        SensitiveKind.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
    }

    /// For people, a line a kind.
    package var lines: [String] {
        guard !isEmpty else { return ["Nothing was found to mask."] }
        return sorted.map { kind, count in
            let more = count.records > count.firstLines.count ? ", ..." : ""
            let lines = count.firstLines.map(String.init).joined(separator: ", ")
            return "Masked \(count.occurrences) \(kind.title(count.occurrences)) in "
                + "\(count.records) record\(count.records == 1 ? "" : "s") "
                + "(line\(count.firstLines.count == 1 ? "" : "s") \(lines)\(more))."
        }
    }

    /// For scripts.
    package var json: JSONValue {
        .array(
            sorted.map { kind, count in
                [
                    "kind": .string(kind.rawValue), "occurrences": .integer(count.occurrences),
                    "records": .integer(count.records),
                    "first_lines": .array(count.firstLines.map { .integer($0) }),
                ]
            })
    }
}
