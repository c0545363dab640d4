import Judging
import Kernels
import Project
import RunEvents
import RunStore

/// How a project's answers are judged.
package enum ProjectMetric {
    /// Each answer for itself.
    case each(AnswerMetric)
    /// Pair by pair, by a model.
    case judge(EndpointJudge)
    /// Pair by pair, by a person.
    case rating(RatingBook)
}

extension PreparedProject {
    /// What the project's answers are judged by, ready to judge.
    ///
    /// - Parameters:
    ///   - store: has what was judged before.
    ///   - threadCount: tests that run at a time, for pass@1.
    /// - Returns: the metric.
    /// - Throws: `JudgingError` where pass@1 has no sandbox or no interpreter, `ChatEndpointError`
    ///   where a judge has no address or no key.
    package func metric(
        store: RunStore, threadCount: Int = WorkerPool.availableProcessors
    ) throws -> ProjectMetric {
        let settings = project.file.evaluation
        switch settings.metric {
        case .judge:
            guard let judge = settings.judge else { throw RunControlError.noJudge }
            let endpoint = EndpointJudge(judge, store: store)
            try endpoint.check()
            return .judge(endpoint)
        case .rating: return .rating(RatingBook(store: store))
        default: return .each(try answerMetric(threadCount: threadCount))
        }
    }

    /// What judges each of the project's answers for itself.
    ///
    /// - Parameter threadCount: Tests that run at a time, for pass@1.
    /// - Returns: The metric, ready to judge.
    /// - Throws: `JudgingError` where pass@1 has no sandbox or no interpreter,
    ///   `RunControlError.metricOfPairs`.
    package func answerMetric(
        threadCount: Int = WorkerPool.availableProcessors
    ) throws -> AnswerMetric {
        let settings = project.file.evaluation
        switch settings.metric {
        case .exactMatch: return .exactMatch
        case .bleu:
            return .bleu(
                CorpusBLEU(
                    tokenizer: BLEUTokenizer(rawValue: settings.bleuTokenizer.rawValue) ?? .v13a))
        case .passAtOne:
            return .passAtOne(try TestRunner(sandbox: Sandbox()), threads: threadCount)
        case .command:
            return .command(
                CommandMetric(command: settings.command ?? "", folder: project.folder.path))
        case .judge, .rating: throw RunControlError.metricOfPairs(settings.metric.rawValue)
        }
    }
}

extension ProjectFile.Evaluation.Metric {
    /// Whether answers are judged in pairs only, so that one arm has no figure of its own.
    var isOfPairs: Bool { self == .judge || self == .rating }

    /// What an answer's score by it is kept as; nil for exact match, which every answer has anyway,
    /// and for what is judged in pairs when all is answered.
    var scoreName: MetricScore.Metric? {
        switch self {
        case .exactMatch, .judge, .rating: nil
        case .bleu: .bleu
        case .passAtOne: .passAtOne
        case .command: .command
        }
    }
}
