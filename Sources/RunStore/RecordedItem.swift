import Foundation
import GRDB
import RunEvents

/// One thing that waits to be written, with the time at which it happened.
struct RecordedItem: Sendable {
    enum Content: Sendable {
        case event(TrainingEvent)
        case status(RunStatus, message: String?)
    }

    var content: Content
    var time: Date

    var isStep: Bool { if case .event(.step) = content { true } else { false } }

    func write(runID: Int64, _ database: Database) throws {
        switch content {
        case .event(let event): try write(event, runID: runID, database)
        case .status(let status, let message):
            let seconds = time.timeIntervalSince1970
            let isAtWork = status == .running || status == .paused
            try database.execute(
                sql: "UPDATE run SET status = ?, message = ?, finishedAt = ? WHERE id = ?",
                arguments: [
                    status.rawValue, message?.storable, isAtWork ? nil : seconds, runID,
                ])
        }
    }

    private func write(_ event: TrainingEvent, runID: Int64, _ database: Database) throws {
        switch event {
        case .stageStarted(let summary):
            try StageRecord(runID: runID, summary: summary, startedAt: time).insert(database)
        case .step(let metrics):
            try StepRecord(runID: runID, metrics: metrics, recordedAt: time).insert(database)
        case .evaluation(let metrics):
            try EvaluationRecord(runID: runID, metrics: metrics, recordedAt: time).insert(database)
        case .prediction(let prediction):
            try PredictionRecord(runID: runID, prediction: prediction, recordedAt: time)
                .insert(database)
        case .checkpoint(let summary):
            try CheckpointRecord(runID: runID, summary: summary, recordedAt: time).insert(database)
        case .log(let level, let message):
            try EventRecord(runID: runID, level: level, message: message, recordedAt: time)
                .insert(database)
        }
    }
}
