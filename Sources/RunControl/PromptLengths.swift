import Evaluation
import LanguageModel
import Prompts
import RunEvents
import RunStore

/// Measured lengths of a project's prompts and answers, in tokens, for what they cost.
package struct PromptLengths: Sendable, Equatable {
    /// A stage's prompt between the full one and the query alone.
    package struct Compressed: Sendable, Equatable {
        package var tokens: Double
        /// tau that was asked for.
        package var compressionRate: Double
        package var shots: Int
    }

    /// Where they were measured, for people.
    package var source: String
    /// Means over these held-out records.
    package var recordCount: Int
    package var fullPrompt: Double
    package var query: Double
    package var output: Double
    /// Tokens that all full prompts begin with alike.
    package var sharedPrefix: Int
    /// Nil where no stage shortens the template without leaving it out.
    package var compressed: Compressed?
    /// Tokens of all prompts and answers trained on, each epoch counted.
    package var trainingTokens: Int
    /// Of a run that was trained; nil before.
    package var trainingSeconds: Double?
    /// Of one request at a time, nothing cached; nil before anything was measured.
    package var prefillTokensPerSecond: Double?
    package var decodeTokensPerSecond: Double?

    /// The rate at which prompts are usually compressed, next to which a stage is looked for.
    static let usualRate = 0.3

    /// Measures what a project would send, without training.
    ///
    /// - Parameters:
    ///   - prepared: the project.
    ///   - schedule: whose fullest stage is the full prompt.
    /// - Throws: What making the plan throws.
    package init(_ prepared: PreparedProject, schedule: Schedule) throws {
        let project = prepared.project
        let plan = try prepared.plan(schedule)
        let heldOut = prepared.measuredRecords.judged
        let records = heldOut.isEmpty ? project.training : heldOut
        let full = try prepared.items(records, arm: .fullPrompt, plan: plan).map(\.sequence)
        let alone = try prepared.items(records, arm: .queryOnly, plan: plan).map(\.sequence)
        source =
            "the project's prompts, \(records.count) "
            + (heldOut.isEmpty ? "training records" : "held-out records")
        recordCount = records.count
        fullPrompt = Self.mean(full.map { Double($0.promptCount) })
        query = Self.mean(alone.map { Double($0.promptCount) })
        let outputs = full.map { Double($0.tokens.count - $0.promptCount) }
        output = Self.mean(outputs)
        sharedPrefix = Self.commonPrefix(full)
        compressed = Self.compressed(
            plan.stages.map { ($0.setting.compressionRate, $0.setting.shots, $0.tokensPerRecord) })
        let answers = plan.stages.reduce(0) { $0 + $1.recordTokens.count * $1.setting.epochs }
        trainingTokens = plan.totalTokens + Int(Double(answers) * output)
    }

    /// What a run has measured; the shared prefix is that of the project as it is now.
    ///
    /// - Parameters:
    ///   - runID: a run that was trained to its end.
    ///   - store: the history.
    ///   - prepared: the run's project.
    /// - Throws: `RunControlError.noAnswersToRate` where it has kept no answers, and what making
    ///   the plan throws.
    package init(run runID: Int64, store: RunStore, prepared: PreparedProject) throws {
        let run = try store.run(runID).summary.run
        try self.init(prepared, schedule: RunLookup.schedule(of: run))
        let alone = try store.predictions(
            of: runID, arm: .queryOnly, model: .tuned, limit: Int.max)
        let full = try store.predictions(
            of: runID, arm: .fullPrompt, model: .base, limit: Int.max)
        guard !alone.isEmpty, !full.isEmpty else {
            throw RunControlError.noAnswersToRate(runID: runID, against: ModelState.base.rawValue)
        }
        source = "run \(runID), \(alone.count) held-out records"
        recordCount = alone.count
        fullPrompt = Self.mean(full.map { Double($0.promptTokens) })
        query = Self.mean(alone.map { Double($0.promptTokens) })
        output = Self.mean(alone.map { Double($0.outputTokens) })
        compressed = Self.compressed(
            try store.stages(of: runID).map {
                ($0.compressionRate, $0.shots, $0.inputTokensPerRecord)
            })
        let trained = try store.trainingTotals(of: runID)
        trainingTokens = trained.tokens
        trainingSeconds = trained.seconds
        // Answers that were given together have no times of their own.
        let timed = (full + alone).filter {
            $0.prefillMilliseconds > 0 && $0.decodeMilliseconds > 0
        }
        prefillTokensPerSecond = Self.rate(
            timed.map { (Double($0.promptTokens), $0.prefillMilliseconds) })
        decodeTokensPerSecond = Self.rate(
            timed.map { (Double($0.outputTokens), $0.decodeMilliseconds) })
    }

    private static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    private static func rate(_ counts: [(tokens: Double, milliseconds: Double)]) -> Double? {
        let milliseconds = counts.reduce(0) { $0 + $1.milliseconds }
        guard milliseconds > 0 else { return nil }
        return counts.reduce(0) { $0 + $1.tokens } / milliseconds * 1000
    }

    /// The stage nearest the usual rate.
    private static func compressed(
        _ stages: [(rate: Double, shots: Int, tokens: Double)]
    ) -> Compressed? {
        stages.filter { $0.rate > 0 && $0.rate < 1 }
            .min { abs($0.rate - usualRate) < abs($1.rate - usualRate) }
            .map { Compressed(tokens: $0.tokens, compressionRate: $0.rate, shots: $0.shots) }
    }

    private static func commonPrefix(_ sequences: [TokenSequence]) -> Int {
        guard let first = sequences.first else { return 0 }
        return sequences.reduce(first.promptCount) { known, sequence in
            var count = 0
            let limit = min(known, sequence.promptCount)
            while count < limit, first.tokens[count] == sequence.tokens[count] { count += 1 }
            return count
        }
    }
}
