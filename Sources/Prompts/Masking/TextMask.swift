import JSONText

/// Puts placeholders in the place of personal data and keys.
///
/// Within a record the same value always gets the same placeholder, numbered by first appearance, so
/// that an answer that repeats a part of its query still does. Nothing is kept of what was masked.
package struct TextMask: Sendable {
    package let kinds: Set<SensitiveKind>

    package init(kinds: Set<SensitiveKind> = Set(SensitiveKind.allCases)) { self.kinds = kinds }

    /// Masks prompts of a log in place.
    /// - Returns: What was masked, and where.
    package func mask(_ prompts: inout [ImportedPrompt]) -> MaskReport {
        var report = MaskReport()
        for index in prompts.indices {
            var record = Record(finder: SensitiveFinder(kinds: kinds))
            for turn in prompts[index].turns.indices {
                record.mask(&prompts[index].turns[turn].text)
            }
            record.mask(&prompts[index].output)
            if let tools = prompts[index].tools {
                var text = tools.text()
                record.mask(&text)
                // Placeholders need no escape, so that masked JSON is JSON.
                prompts[index].tools = (try? JSONValue.parse(text)) ?? tools
            }
            report.add(record.counts, at: prompts[index].source)
        }
        return report
    }

    /// Masks records in place.
    /// - Returns: What was masked, and where.
    package func mask(_ records: inout [PromptRecord]) -> MaskReport {
        var report = MaskReport()
        for index in records.indices {
            var record = Record(finder: SensitiveFinder(kinds: kinds))
            if var template = records[index].template {
                record.mask(&template)
                records[index].template = template
            }
            for example in records[index].examples.indices {
                record.mask(&records[index].examples[example].input)
                record.mask(&records[index].examples[example].output)
            }
            var (query, output) = (records[index].query, records[index].output)
            record.mask(&query)
            record.mask(&output)
            records[index].query = query
            records[index].output = output
            if let meta = records[index].meta {
                var text = JSONValue.object(meta).text()
                record.mask(&text)
                records[index].meta = (try? JSONValue.parse(text))?.objectValue ?? meta
            }
            report.add(record.counts, at: records[index].source)
        }
        return report
    }

    /// Placeholders of one record.
    private struct Record {
        let finder: SensitiveFinder
        private(set) var counts: [SensitiveKind: Int] = [:]
        private var numbers: [SensitiveKind: [String: Int]] = [:]

        init(finder: SensitiveFinder) { self.finder = finder }

        mutating func mask(_ text: inout String) {
            let findings = finder.findings(in: text)
            guard !findings.isEmpty else { return }
            let bytes = Array(text.utf8)
            var masked = ""
            var position = 0
            for finding in findings {
                masked += String(
                    decoding: bytes[position..<finding.range.lowerBound], as: UTF8.self)
                let value = String(decoding: bytes[finding.range], as: UTF8.self)
                let known = numbers[finding.kind, default: [:]]
                let number = known[value] ?? known.count + 1
                numbers[finding.kind, default: [:]][value] = number
                counts[finding.kind, default: 0] += 1
                masked += finding.kind.placeholder(number)
                position = finding.range.upperBound
            }
            text = masked + String(decoding: bytes[position...], as: UTF8.self)
        }
    }
}
