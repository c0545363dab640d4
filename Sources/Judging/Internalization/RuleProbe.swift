import JSONText

/// A query that tries whether a rule of the prompt still holds.
///
/// A mean loss cannot show that one rule is lost: a rule about safety may matter in one answer of a
/// thousand.
package struct RuleProbe: Equatable, Sendable {
    package var name: String
    package var query: String
    package var predicate: RulePredicate
    /// Of its file, counted from 1; 0 where it comes from none.
    package var line: Int

    package init(name: String, query: String, predicate: RulePredicate, line: Int = 0) {
        self.name = name
        self.query = query
        self.predicate = predicate
        self.line = line
    }

    /// The probes of a JSON lines file.
    ///
    /// Each line has "name", "query" and one of "contains", "not_contains", "matches", "equals" and
    /// "command". `file` names the file in messages.
    /// - Throws: `JudgingError.invalidProbes` with all mistakes.
    package static func read(_ text: String, file: String) throws -> [RuleProbe] {
        var probes: [RuleProbe] = []
        var problems: [String] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            do {
                var probe = try probe(String(line))
                probe.line = index + 1
                probes.append(probe)
            } catch {
                problems.append("Line \(index + 1): \(error.reason)")
            }
        }
        let repeated = Dictionary(grouping: probes, by: \.name).filter { $1.count > 1 }.keys
        problems += repeated.sorted().map { "Two probes have the name \"\($0)\"." }
        if probes.isEmpty, problems.isEmpty { problems.append("The file holds no probe.") }
        guard problems.isEmpty else {
            throw JudgingError.invalidProbes(file: file, problems: problems)
        }
        return probes
    }

    private struct Problem: Error {
        let reason: String
    }

    private static func probe(_ line: String) throws(Problem) -> RuleProbe {
        let object: JSONValue
        do {
            object = try JSONValue.parse(line)
        } catch {
            throw Problem(reason: "It is no JSON: \(error).")
        }
        guard let name = object["name"]?.stringValue, !name.isEmpty else {
            throw Problem(reason: "It has no text \"name\".")
        }
        guard let query = object["query"]?.stringValue, !query.allSatisfy(\.isWhitespace) else {
            throw Problem(reason: "It has no text \"query\".")
        }
        var predicates: [RulePredicate] = []
        for (field, make) in fields {
            guard let value = object[field] else { continue }
            guard let text = value.stringValue, !text.isEmpty || field == "equals" else {
                throw Problem(reason: "\"\(field)\" is no text or empty.")
            }
            predicates.append(make(text))
        }
        guard let predicate = predicates.first, predicates.count == 1 else {
            let names = fields.map { "\"\($0.0)\"" }.joined(separator: ", ")
            throw Problem(reason: "It has \(predicates.count) of \(names); it needs one.")
        }
        if case .matches(let pattern) = predicate {
            do {
                _ = try Regex(pattern)
            } catch {
                throw Problem(reason: "\"matches\" is no regular expression: \(error).")
            }
        }
        return RuleProbe(name: name, query: query, predicate: predicate)
    }

    private static let fields: [(String, @Sendable (String) -> RulePredicate)] = [
        ("contains", { .contains($0) }), ("not_contains", { .doesNotContain($0) }),
        ("matches", { .matches($0) }), ("equals", { .equals($0) }), ("command", { .command($0) }),
    ]
}
