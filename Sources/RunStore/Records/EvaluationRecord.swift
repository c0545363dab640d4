import Foundation
import GRDB
import RunEvents

/// One arm measured on a held-out split.
package struct EvaluationRecord: StoredRecord, Equatable {
    package static let databaseTableName = "evaluation"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    package var metrics: EvaluationMetrics
    package var recordedAt: Date

    package init(runID: Int64, metrics: EvaluationMetrics, recordedAt: Date) {
        self.runID = runID
        self.metrics = metrics
        self.recordedAt = recordedAt
    }

    package init(row: Row) throws {
        runID = row["runID"]
        recordedAt = row.date("recordedAt")
        metrics = EvaluationMetrics(
            step: row["step"], stage: row["stage"], arm: try row.word("arm"),
            model: try row.word("model"), split: row["split"], recordCount: row["recordCount"],
            loss: row.number("loss"), exactMatch: row["exactMatch"],
            score: try row.metricScore(),
            inputTokensPerRecord: row.number("inputTokensPerRecord"),
            prefillMilliseconds: row["prefillMilliseconds"],
            warmPrefillMilliseconds: row["warmPrefillMilliseconds"],
            decodeMilliseconds: row["decodeMilliseconds"])
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["runID"] = runID
        container["step"] = metrics.step
        container["stage"] = metrics.stage
        container["arm"] = metrics.arm.rawValue
        container["model"] = metrics.model.rawValue
        container["split"] = metrics.split
        container["recordCount"] = metrics.recordCount
        container["loss"] = metrics.loss
        container["exactMatch"] = metrics.exactMatch
        container["inputTokensPerRecord"] = metrics.inputTokensPerRecord
        container["prefillMilliseconds"] = metrics.prefillMilliseconds
        container["warmPrefillMilliseconds"] = metrics.warmPrefillMilliseconds
        container["decodeMilliseconds"] = metrics.decodeMilliseconds
        container["metric"] = metrics.score?.metric.rawValue
        container["score"] = metrics.score?.value
        container["recordedAt"] = recordedAt.timeIntervalSince1970
    }
}
