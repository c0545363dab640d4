import Foundation
import GRDB
import RunEvents

/// What a run starts with.
package struct NewRun: Sendable, Equatable {
    package var name: String
    /// Absolute path.
    package var projectFolder: String
    package var projectName: String
    package var configJSON: String
    package var scheduleJSON: String
    package var seed: Int64
    package var dataHashesJSON: String
    package var toolVersion: String
    package var baseModelPath: String
    package var baseModelHash: String
    package var adapterPath: String?
    package var adapterHash: String?
    package var parentRunID: Int64?
    package var plannedStepCount: Int?

    package init(
        name: String, projectFolder: String, projectName: String, configJSON: String,
        scheduleJSON: String, seed: Int64, dataHashesJSON: String, toolVersion: String,
        baseModelPath: String, baseModelHash: String, adapterPath: String? = nil,
        adapterHash: String? = nil, parentRunID: Int64? = nil, plannedStepCount: Int? = nil
    ) {
        self.name = name
        self.projectFolder = projectFolder
        self.projectName = projectName
        self.configJSON = configJSON
        self.scheduleJSON = scheduleJSON
        self.seed = seed
        self.dataHashesJSON = dataHashesJSON
        self.toolVersion = toolVersion
        self.baseModelPath = baseModelPath
        self.baseModelHash = baseModelHash
        self.adapterPath = adapterPath
        self.adapterHash = adapterHash
        self.parentRunID = parentRunID
        self.plannedStepCount = plannedStepCount
    }

    /// Adds the row and, for a folder not seen before, the project's.
    func insert(_ database: Database, at time: Date, process: ProcessIdentity) throws -> Int64 {
        let seconds = time.timeIntervalSince1970
        try database.execute(
            sql: """
                INSERT INTO project (folder, name, createdAt) VALUES (?, ?, ?)
                ON CONFLICT (folder) DO UPDATE SET name = excluded.name
                """,
            arguments: [projectFolder, projectName.storable, seconds])
        try database.execute(
            sql: """
                INSERT INTO run (
                    projectID, parentRunID, name, status, createdAt, updatedAt, configJSON,
                    scheduleJSON, seed, dataHashesJSON, toolVersion, baseModelPath, baseModelHash,
                    adapterPath, adapterHash, plannedStepCount, hostName, machineID, processID,
                    processStart, heartbeatAt)
                SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                FROM project WHERE folder = ?
                """,
            arguments: [
                parentRunID, name.storable, RunStatus.running.rawValue, seconds, seconds,
                configJSON, scheduleJSON, seed, dataHashesJSON, toolVersion, baseModelPath,
                baseModelHash, adapterPath, adapterHash, plannedStepCount, process.hostName,
                process.machineID, process.processID, process.processStart, seconds, projectFolder,
            ])
        return database.lastInsertedRowID
    }
}
