import Foundation
import GRDB
import RunEvents

/// One generated answer to one held-out record.
package struct PredictionRecord: StoredRecord, Equatable {
    package static let databaseTableName = "prediction"
    package static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    package var runID: Int64
    package var prediction: Prediction
    package var recordedAt: Date

    package init(runID: Int64, prediction: Prediction, recordedAt: Date) {
        self.runID = runID
        self.prediction = prediction
        self.recordedAt = recordedAt
    }

    package init(row: Row) throws {
        runID = row["runID"]
        recordedAt = row.date("recordedAt")
        prediction = Prediction(
            step: row["step"], recordID: row["recordID"], arm: try row.word("arm"),
            model: try row.word("model"), text: row["text"], expected: row["expected"],
            isExactMatch: row["isExactMatch"],
            score: try row.metricScore(), promptTokens: row["promptTokens"],
            outputTokens: row["outputTokens"],
            prefillMilliseconds: row.number("prefillMilliseconds"),
            warmPrefillMilliseconds: row["warmPrefillMilliseconds"],
            decodeMilliseconds: row.number("decodeMilliseconds"))
    }

    package func encode(to container: inout PersistenceContainer) throws {
        container["runID"] = runID
        container["step"] = prediction.step
        container["recordID"] = prediction.recordID.storable
        container["arm"] = prediction.arm.rawValue
        container["model"] = prediction.model.rawValue
        container["text"] = prediction.text.storable
        container["expected"] = prediction.expected.storable
        container["isExactMatch"] = prediction.isExactMatch
        container["promptTokens"] = prediction.promptTokens
        container["outputTokens"] = prediction.outputTokens
        container["prefillMilliseconds"] = prediction.prefillMilliseconds
        container["warmPrefillMilliseconds"] = prediction.warmPrefillMilliseconds
        container["decodeMilliseconds"] = prediction.decodeMilliseconds
        container["metric"] = prediction.score?.metric.rawValue
        container["score"] = prediction.score?.value
        container["recordedAt"] = recordedAt.timeIntervalSince1970
    }
}
