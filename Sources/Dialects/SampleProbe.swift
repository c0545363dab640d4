/// A rule of a sample project's template with a question that tries it, as a line of
/// `probes.jsonl`.
package struct SampleProbe: Sendable, Equatable {
    /// How an answer is looked at.
    package enum Test: Sendable, Equatable {
        case contains(String)
        /// A regular expression.
        case matches(String)
    }

    /// The rule in a few words of the template.
    package var name: String
    /// What the query block shows.
    package var query: String
    package var test: Test
    /// The right answer, which is not written into the file.
    package var answer: String

    var line: String {
        let (key, value) =
            switch test {
            case .contains(let text): ("contains", text)
            case .matches(let pattern): ("matches", pattern)
            }
        return JSONLine.object([("name", name), ("query", query), (key, value)]) + "\n"
    }
}

/// A rule before a question is drawn for it.
///
/// An answer must have the form where the rule is about that, and the question's own names where
/// it is about their order.
struct SampleRule<Subject: Sendable, Task: Sendable>: Sendable {
    var name: String
    /// What the question is about: a function, a helper or a command.
    var subject: Subject
    /// Which of its questions try the rule.
    var isTried: @Sendable (Task) -> Bool = { _ in true }
    var test: @Sendable (Task) -> SampleProbe.Test

    /// A question with what answers it.
    struct Drawn {
        var query: String
        var task: Task
        var answer: String
    }

    /// Questions drawn for one rule at most.
    private static var drawLimit: Int { 2_000 }

    /// A question for each rule, none of them in any split and none with an answer of a split.
    static func probes(
        _ rules: [SampleRule], excluding records: [any SampleRecord], seed: UInt64,
        draw: (Subject, inout SeededGenerator) -> Drawn
    ) -> [SampleProbe] {
        var taken = Set(records.flatMap { [$0.output, $0.query] })
        return rules.enumerated().map { index, rule in
            var generator = SeededGenerator(seed: seed, index: index, salt: 4)
            for _ in 0..<drawLimit {
                let drawn = draw(rule.subject, &generator)
                guard rule.isTried(drawn.task), !taken.contains(drawn.query),
                    taken.insert(drawn.answer).inserted
                else { continue }
                return SampleProbe(
                    name: rule.name, query: drawn.query, test: rule.test(drawn.task),
                    answer: drawn.answer)
            }
            preconditionFailure("No question of \(drawLimit) tries the rule \"\(rule.name)\"")
        }
    }
}
