import GRDB

/// The tables of a history.
///
/// A released migration is never edited; a change is a further migration. Points in time are
/// seconds since 1970. Numbers that training may turn into NaN are nullable, because SQLite stores
/// NaN as NULL.
enum RunSchema {
    /// Marks the file as ours ("PINT"), so that no other program's database is taken for a history.
    static let applicationID: Int32 = 0x5049_4E54

    /// Marks an empty file as ours, before the migrator makes its first table: one that is killed
    /// in between does not leave a database that seems to be another program's.
    static func claim(_ database: Database) throws {
        guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
            return
        }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs and what they measured") { database in
            try database.execute(sql: runTables)
            try database.execute(sql: measurementTables)
            try database.execute(sql: remarkTables)
            try database.execute(sql: cacheTable)
        }
        migrator.registerMigration("2 further losses of a step") { database in
            try database.execute(sql: "ALTER TABLE step ADD COLUMN distillationLoss REAL")
            try database.execute(sql: "ALTER TABLE step ADD COLUMN promptLoss REAL")
        }
        migrator.registerMigration("3 rankings of examples") { database in
            try database.execute(sql: rankingTable)
        }
        migrator.registerMigration("4 scores by the project's metric") { database in
            for table in ["evaluation", "prediction"] {
                try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN metric TEXT")
                try database.execute(sql: "ALTER TABLE \(table) ADD COLUMN score REAL")
            }
        }
        migrator.registerMigration("5 preferences between answers") { database in
            try database.execute(sql: preferenceTable)
        }
        migrator.registerMigration("6 measurements of a run") { database in
            try database.execute(sql: measurementTable)
        }
        migrator.registerMigration("7 times with a warm prefix cache") { database in
            for table in ["evaluation", "prediction"] {
                try database.execute(
                    sql: "ALTER TABLE \(table) ADD COLUMN warmPrefillMilliseconds REAL")
            }
        }
        return migrator
    }

    private static let runTables = """
        CREATE TABLE project (
            id INTEGER PRIMARY KEY,
            folder TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            createdAt REAL NOT NULL
        ) STRICT;
        -- AUTOINCREMENT: the number of a deleted run is not given to another one.
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            projectID INTEGER NOT NULL REFERENCES project(id),
            parentRunID INTEGER REFERENCES run(id) ON DELETE SET NULL,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            message TEXT,
            createdAt REAL NOT NULL,
            updatedAt REAL NOT NULL,
            finishedAt REAL,
            configJSON TEXT NOT NULL,
            scheduleJSON TEXT NOT NULL,
            seed INTEGER NOT NULL,
            dataHashesJSON TEXT NOT NULL,
            toolVersion TEXT NOT NULL,
            baseModelPath TEXT NOT NULL,
            baseModelHash TEXT NOT NULL,
            adapterPath TEXT,
            adapterHash TEXT,
            plannedStepCount INTEGER,
            hostName TEXT NOT NULL,
            machineID TEXT NOT NULL,
            processID INTEGER NOT NULL,
            processStart TEXT NOT NULL,
            heartbeatAt REAL NOT NULL
        ) STRICT;
        CREATE INDEX runByProject ON run(projectID);
        CREATE INDEX runByParent ON run(parentRunID);
        CREATE INDEX runByStatus ON run(status);
        CREATE INDEX runByCreation ON run(createdAt);
        """

    private static let measurementTables = """
        CREATE TABLE stage (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            stage INTEGER NOT NULL,
            compressionRate REAL, achievedRate REAL,
            shots INTEGER NOT NULL,
            epochs INTEGER NOT NULL,
            learningRate REAL,
            templateTokens INTEGER NOT NULL,
            inputTokensPerRecord REAL,
            stepCount INTEGER NOT NULL,
            startedAt REAL NOT NULL,
            PRIMARY KEY (runID, stage)
        ) STRICT;
        CREATE TABLE step (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            stage INTEGER NOT NULL,
            epoch REAL, loss REAL, learningRate REAL, gradientNorm REAL,
            recordCount INTEGER NOT NULL,
            tokenCount INTEGER NOT NULL,
            uniqueTokenCount INTEGER NOT NULL,
            labelTokenCount INTEGER NOT NULL,
            durationMilliseconds REAL,
            recordedAt REAL NOT NULL,
            PRIMARY KEY (runID, step)
        ) STRICT;
        CREATE TABLE evaluation (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            stage INTEGER NOT NULL,
            arm TEXT NOT NULL,
            model TEXT NOT NULL,
            split TEXT NOT NULL,
            recordCount INTEGER NOT NULL,
            loss REAL, exactMatch REAL, inputTokensPerRecord REAL,
            prefillMilliseconds REAL, decodeMilliseconds REAL,
            recordedAt REAL NOT NULL,
            PRIMARY KEY (runID, step, stage, arm, model, split)
        ) STRICT;
        CREATE TABLE prediction (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            recordID TEXT NOT NULL,
            arm TEXT NOT NULL,
            model TEXT NOT NULL,
            text TEXT NOT NULL,
            expected TEXT NOT NULL,
            isExactMatch INTEGER NOT NULL,
            promptTokens INTEGER NOT NULL,
            outputTokens INTEGER NOT NULL,
            prefillMilliseconds REAL, decodeMilliseconds REAL,
            recordedAt REAL NOT NULL,
            PRIMARY KEY (runID, step, recordID, arm, model)
        ) STRICT;
        CREATE TABLE checkpoint (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            stage INTEGER NOT NULL,
            path TEXT NOT NULL,
            byteCount INTEGER NOT NULL,
            recordedAt REAL NOT NULL,
            PRIMARY KEY (runID, step)
        ) STRICT;
        """

    private static let remarkTables = """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            level TEXT NOT NULL,
            message TEXT NOT NULL,
            recordedAt REAL NOT NULL
        ) STRICT;
        CREATE INDEX eventByRun ON event(runID, id);
        CREATE TABLE tag (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            PRIMARY KEY (runID, name)
        ) STRICT;
        CREATE TABLE note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            createdAt REAL NOT NULL
        ) STRICT;
        CREATE INDEX noteByRun ON note(runID, id);
        """

    private static let cacheTable = """
        CREATE TABLE cacheEntry (
            textHash TEXT NOT NULL,
            compressor TEXT NOT NULL,
            settings TEXT NOT NULL,
            compressionRate REAL NOT NULL,
            text TEXT NOT NULL,
            createdAt REAL NOT NULL,
            PRIMARY KEY (textHash, compressor, settings, compressionRate)
        ) STRICT;
        """

    private static let rankingTable = """
        -- A line of positions in the bank for each record.
        CREATE TABLE exampleRanking (
            contentHash TEXT NOT NULL,
            retriever TEXT NOT NULL,
            settings TEXT NOT NULL,
            exampleCount INTEGER NOT NULL,
            positions TEXT NOT NULL,
            createdAt REAL NOT NULL,
            PRIMARY KEY (contentHash, retriever, settings, exampleCount)
        ) STRICT;
        """

    private static let preferenceTable = """
        -- By content, not by run: what somebody has judged once holds for every run that gives the
        -- same two answers, and outlives the run.
        CREATE TABLE preference (
            contentHash TEXT NOT NULL,
            judge TEXT NOT NULL,
            preference TEXT NOT NULL,
            createdAt REAL NOT NULL,
            PRIMARY KEY (contentHash, judge)
        ) STRICT;
        """

    private static let measurementTable = """
        -- What was measured on a run after it: a report of each kind for each adapter.
        CREATE TABLE measurement (
            runID INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            step INTEGER NOT NULL,
            json TEXT NOT NULL,
            recordedAt REAL NOT NULL,
            PRIMARY KEY (runID, kind, step)
        ) STRICT;
        """
}
