/// How answers are judged.
package enum AnswerMetric: Sendable {
    case exactMatch
    case bleu(CorpusBLEU)
    /// By the tests in each record's meta, several answers at a time.
    case passAtOne(TestRunner, threads: Int)
    case command(CommandMetric)

    /// Judges one arm's answers; asks `goesOn` between two answers' tests, from any thread, whether
    /// to go on.
    /// - Returns: Nil where it was not gone on.
    /// - Throws: `JudgingError`: a record without tests, or what the tests or the command run into.
    package func judge(
        _ answers: [JudgedAnswer], goesOn: @escaping @Sendable () -> Bool
    ) throws -> Judgement? {
        switch self {
        case .exactMatch:
            return Judgement(
                title: "exact match",
                scores: answers.map { ExactMatch.holds($0.answer, $0.expected) ? 1 : 0 })
        case .bleu(let bleu):
            return Judgement(bleu, answers)
        case .passAtOne(let runner, let threads):
            return try Self.judge(answers, runner, threads, goesOn)
        case .command(let command):
            let items = answers.map {
                CommandMetric.Item(
                    id: $0.recordID, query: $0.query, expected: $0.expected, answer: $0.answer)
            }
            return Judgement(
                title: CommandMetric.title(command.command), scores: try command.scores(items))
        }
    }

    /// Judges one arm's answers.
    /// - Throws: `JudgingError`, as the other.
    package func judge(_ answers: [JudgedAnswer]) throws -> Judgement {
        guard let judgement = try judge(answers, goesOn: { true }) else {
            preconditionFailure("Nothing stops this judging.")
        }
        return judgement
    }

    /// What figures of pass@1 are called.
    package static let passTitle = "pass@1"

    private static func judge(
        _ answers: [JudgedAnswer], _ runner: TestRunner, _ threads: Int,
        _ goesOn: @escaping @Sendable () -> Bool
    ) throws -> Judgement? {
        // All records are looked at before the first test runs.
        let tested = try answers.map(TestedAnswer.init)
        let outcomes = try runner.run(
            tested, threads: threads, onOutcome: { _, _ in goesOn() }
        ).compactMap { $0 }
        // One that is stopped behind its last answer is whole all the same.
        guard outcomes.count == tested.count else { return nil }
        for outcome in outcomes {
            if case .broken(let reason) = outcome {
                throw JudgingError.interpreterBroken(command: runner.command, reason: reason)
            }
        }
        return Judgement(
            title: passTitle, scores: outcomes.map { $0.isPassed ? 1 : 0 }, outcomes: outcomes)
    }
}
