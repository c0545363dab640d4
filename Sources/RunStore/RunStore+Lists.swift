import Foundation
import GRDB
import RunEvents

extension RunStore {
    /// How many runs a list has unless asked otherwise.
    package static let runLimit = 200

    /// The runs, newest first, those without a living process marked as interrupted.
    /// - Parameters:
    ///   - projectFolder: Only runs of this project; all where nil.
    ///   - limit: At most so many.
    ///   - time: Against which signs of life are held.
    /// - Returns: The runs with what a list shows of them.
    /// - Throws: What SQLite reports.
    package func runs(
        projectFolder: String? = nil, limit: Int = runLimit, at time: Date = .now
    ) throws(RunStoreError) -> [StoredRunSummary] {
        try markInterruptedRunsIfWritable(at: time)
        return try read { database in
            let runs = try RunRecord.fetchAll(
                database,
                sql: """
                    SELECT run.* FROM run JOIN project ON project.id = run.projectID
                    WHERE ?1 IS NULL OR project.folder = ?1
                    ORDER BY run.createdAt DESC, run.id DESC LIMIT ?2
                    """,
                arguments: [projectFolder, limit])
            return try runs.map { try Self.summary(of: $0, at: time, database) }
        }
    }

    /// One run with its stages, evaluations, checkpoints, notes and measurements.
    /// - Throws: `RunStoreError.noSuchRun`.
    package func run(_ id: Int64, at time: Date = .now) throws(RunStoreError) -> StoredRunDetail {
        try markInterruptedRunsIfWritable(at: time)
        return try read { database in
            StoredRunDetail(
                summary: try Self.summary(of: record(of: id, database), at: time, database),
                stages: try StageRecord.fetchAll(
                    database, sql: "SELECT * FROM stage WHERE runID = ? ORDER BY stage",
                    arguments: [id]
                ).map(\.summary),
                evaluations: try Self.evaluations(of: id, database),
                checkpoints: try CheckpointRecord.fetchAll(
                    database, sql: "SELECT * FROM checkpoint WHERE runID = ? ORDER BY step",
                    arguments: [id]),
                notes: try NoteRecord.fetchAll(
                    database, sql: "SELECT * FROM note WHERE runID = ? ORDER BY id",
                    arguments: [id]),
                measurements: try Self.measurements(of: id, database))
        }
    }

    /// A full or locked disk must not keep anyone from reading; the list shows such runs as
    /// interrupted all the same, and the next reading tries again to write that down.
    private func markInterruptedRunsIfWritable(at time: Date) throws(RunStoreError) {
        do {
            try markInterruptedRuns(at: time)
        } catch {
            switch error {
            case .diskFull, .readOnly, .busy: return
            default: throw error
            }
        }
    }

    private static func summary(
        of run: RunRecord, at time: Date, _ database: Database
    ) throws -> StoredRunSummary {
        let project = try ProjectRecord.fetchOne(
            database, sql: "SELECT * FROM project WHERE id = ?", arguments: [run.projectID])
        let lastStep = try StepRecord.fetchOne(
            database, sql: "SELECT * FROM step WHERE runID = ? ORDER BY step DESC LIMIT 1",
            arguments: [run.id])?.metrics
        let stage = try StageRecord.fetchOne(
            database, sql: "SELECT * FROM stage WHERE runID = ? ORDER BY stage DESC LIMIT 1",
            arguments: [run.id])?.summary
        return StoredRunSummary(
            run: run.isAbandoned(at: time) ? run.interrupted() : run,
            projectFolder: project?.folder ?? "", projectName: project?.name ?? "",
            stepCount: lastStep?.step ?? 0, lastStep: lastStep, stage: stage,
            queryOnly: try latestEvaluation(of: run.id, arm: .queryOnly, database),
            fullPrompt: try latestEvaluation(of: run.id, arm: .fullPrompt, database),
            tags: try String.fetchAll(
                database, sql: "SELECT name FROM tag WHERE runID = ? ORDER BY name",
                arguments: [run.id]))
    }

    private static func latestEvaluation(
        of id: Int64, arm: PromptArm, _ database: Database
    ) throws -> EvaluationMetrics? {
        try EvaluationRecord.fetchOne(
            database,
            sql: """
                SELECT * FROM evaluation WHERE runID = ? AND arm = ? AND model = 'tuned'
                ORDER BY step DESC, rowid DESC LIMIT 1
                """,
            arguments: [id, arm.rawValue])?.metrics
    }
}
