import Judging
import Kernels
import Project

extension PreparedProject {
    /// What the project's answers are judged by.
    ///
    /// - Parameter threadCount: Tests that run at a time, for pass@1.
    /// - Returns: The metric, ready to judge.
    /// - Throws: `JudgingError` where pass@1 has no sandbox or no interpreter.
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
        }
    }
}
