import Foundation
import GRDB
import RunEvents

extension RunStore {
    /// How many rows a reading has unless asked otherwise: what a screen can take in one tick.
    package static let rowLimit = 2_000

    /// The stages that have begun, in their order.
    package func stages(of id: Int64) throws(RunStoreError) -> [StageSummary] {
        try read {
            try StageRecord.fetchAll(
                $0, sql: "SELECT * FROM stage WHERE runID = ? ORDER BY stage", arguments: [id])
        }.map(\.summary)
    }

    /// The steps after one already known, in their order: what a live curve asks for.
    package func steps(
        of id: Int64, after step: Int = 0, limit: Int = rowLimit
    ) throws(RunStoreError) -> [StepRecord] {
        try read {
            try StepRecord.fetchAll(
                $0, sql: "SELECT * FROM step WHERE runID = ? AND step > ? ORDER BY step LIMIT ?",
                arguments: [id, step, limit])
        }
    }

    /// What a run's steps have taken together: tokens of all prompts and outputs, and time.
    package func trainingTotals(
        of id: Int64
    ) throws(RunStoreError) -> (tokens: Int, seconds: Double) {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COALESCE(sum(tokenCount), 0) AS tokens,
                        COALESCE(sum(durationMilliseconds), 0) / 1000.0 AS seconds
                    FROM step WHERE runID = ?
                    """,
                arguments: [id])
            return (row?["tokens"] ?? 0, row?["seconds"] ?? 0)
        }
    }

    /// The evaluations in the order of their steps, and of writing within a step.
    package func evaluations(of id: Int64) throws(RunStoreError) -> [EvaluationMetrics] {
        try read { try Self.evaluations(of: id, $0) }
    }

    static func evaluations(of id: Int64, _ database: Database) throws -> [EvaluationMetrics] {
        try EvaluationRecord.fetchAll(
            database, sql: "SELECT * FROM evaluation WHERE runID = ? ORDER BY step, rowid",
            arguments: [id]
        ).map(\.metrics)
    }

    /// Generated answers, latest step first, then in the order of writing.
    /// - Parameters:
    ///   - id: The run.
    ///   - arm: Only answers to this way of asking.
    ///   - model: Only answers of these weights.
    ///   - recordID: Only answers to this record.
    ///   - step: Only answers given after this step.
    ///   - limit: At most so many.
    /// - Returns: The answers.
    /// - Throws: What SQLite reports.
    package func predictions(
        of id: Int64, arm: PromptArm? = nil, model: ModelState? = nil, recordID: String? = nil,
        step: Int? = nil, limit: Int = rowLimit
    ) throws(RunStoreError) -> [Prediction] {
        try read {
            try PredictionRecord.fetchAll(
                $0,
                sql: """
                    SELECT * FROM prediction WHERE runID = ?1 AND (?2 IS NULL OR arm = ?2)
                        AND (?3 IS NULL OR model = ?3) AND (?4 IS NULL OR recordID = ?4)
                        AND (?5 IS NULL OR step = ?5)
                    ORDER BY step DESC, rowid LIMIT ?6
                    """,
                arguments: [id, arm?.rawValue, model?.rawValue, recordID, step, limit])
        }.map(\.prediction)
    }

    /// Saved states, in the order of their steps.
    package func checkpoints(of id: Int64) throws(RunStoreError) -> [CheckpointSummary] {
        try read {
            try CheckpointRecord.fetchAll(
                $0, sql: "SELECT * FROM checkpoint WHERE runID = ? ORDER BY step", arguments: [id])
        }.map(\.summary)
    }

    /// Log lines after one already known, oldest first.
    package func logLines(
        of id: Int64, after eventID: Int64 = 0, limit: Int = rowLimit
    ) throws(RunStoreError) -> [EventRecord] {
        try read {
            try EventRecord.fetchAll(
                $0, sql: "SELECT * FROM event WHERE runID = ? AND id > ? ORDER BY id LIMIT ?",
                arguments: [id, eventID, limit])
        }
    }

    /// The last log lines, oldest first.
    package func lastLogLines(
        of id: Int64, limit: Int
    ) throws(RunStoreError) -> [EventRecord] {
        try read {
            try EventRecord.fetchAll(
                $0, sql: "SELECT * FROM event WHERE runID = ? ORDER BY id DESC LIMIT ?",
                arguments: [id, limit])
        }.reversed()
    }
}

extension RunStore {
    /// Drops the row of a checkpoint whose folder is gone.
    package func forgetCheckpoint(of id: Int64, step: Int) throws(RunStoreError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM checkpoint WHERE runID = ? AND step = ?", arguments: [id, step])
        }
    }
}
