import Foundation
import GRDB
import RunEvents

/// One optimizer update of a run.
package struct StepRecord: StoredRecord, Equatable {
    package static let databaseTableName = "step"
    // A resumed run trains the steps after its checkpoint again; the later figures count.
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    package var metrics: StepMetrics
    package var recordedAt: Date

    package init(runID: Int64, metrics: StepMetrics, recordedAt: Date) {
        self.runID = runID
        self.metrics = metrics
        self.recordedAt = recordedAt
    }

    package init(row: Row) throws {
        runID = row["runID"]
        recordedAt = row.date("recordedAt")
        metrics = StepMetrics(
            step: row["step"], stage: row["stage"], epoch: row.number("epoch"),
            loss: row.number("loss"), learningRate: row.number("learningRate"),
            gradientNorm: row.number("gradientNorm"), recordCount: row["recordCount"],
            tokenCount: row["tokenCount"], uniqueTokenCount: row["uniqueTokenCount"],
            labelTokenCount: row["labelTokenCount"],
            durationMilliseconds: row.number("durationMilliseconds"),
            distillationLoss: row["distillationLoss"], promptLoss: row["promptLoss"])
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["runID"] = runID
        container["step"] = metrics.step
        container["stage"] = metrics.stage
        container["epoch"] = metrics.epoch
        container["loss"] = metrics.loss
        container["learningRate"] = metrics.learningRate
        container["gradientNorm"] = metrics.gradientNorm
        container["recordCount"] = metrics.recordCount
        container["tokenCount"] = metrics.tokenCount
        container["uniqueTokenCount"] = metrics.uniqueTokenCount
        container["labelTokenCount"] = metrics.labelTokenCount
        container["durationMilliseconds"] = metrics.durationMilliseconds
        container["distillationLoss"] = metrics.distillationLoss
        container["promptLoss"] = metrics.promptLoss
        container["recordedAt"] = recordedAt.timeIntervalSince1970
    }
}
