import Foundation
import RunEvents

/// One training, with all that is needed to repeat it.
package struct RunRecord: StoredRecord, Codable, Equatable, Identifiable {
    package static let databaseTableName = "run"

    package var id: Int64
    package var projectID: Int64
    /// The run whose adapter this one started from, while that is in the history.
    package var parentRunID: Int64?
    package var name: String
    package var status: RunStatus
    /// Why it stands so: the error of a failed run, the reason of a stop.
    package var message: String?
    package var createdAt: Date
    package var updatedAt: Date
    package var finishedAt: Date?
    /// The whole configuration as it was at the start.
    package var configJSON: String
    package var scheduleJSON: String
    package var seed: Int64
    /// File names and content hashes of the data.
    package var dataHashesJSON: String
    package var toolVersion: String
    package var baseModelPath: String
    package var baseModelHash: String
    package var adapterPath: String?
    package var adapterHash: String?
    /// Steps of all stages together; nil where it is not known beforehand.
    package var plannedStepCount: Int?
    package var hostName: String
    package var machineID: String
    package var processID: Int32
    package var processStart: String
    /// The process's last sign of life.
    package var heartbeatAt: Date

    /// The process that trains it, or did so last.
    package var process: ProcessIdentity {
        ProcessIdentity(
            hostName: hostName, processID: processID, machineID: machineID,
            processStart: processStart)
    }

    /// Whether a process claims to be at work on it.
    package var isLive: Bool { status == .running || status == .paused }
}
