import Foundation
import GRDB
import RunEvents
import TestSupport
import Testing

@testable import RunStore

@Suite struct RunStoreTests {
    let folder: TemporaryFolder
    let store: RunStore

    init() throws {
        folder = try TemporaryFolder()
        store = try RunStore.open(folder.url.appending(path: "history.sqlite"))
    }

    private func record(_ events: [TrainingEvent], into id: Int64) throws {
        let recorder = RunRecorder(store: store, runID: id)
        for event in events { recorder.record(event) }
        try recorder.close()
    }

    @Test func aRunComesBackWithAllThatRepeatsIt() throws {
        var new = Samples.run()
        new.adapterPath = "adapters/first"
        new.adapterHash = "beef"
        let created = try store.createRun(new, at: Samples.start)
        let run = try store.run(created.id).summary.run
        #expect(run == created)
        #expect(run.status == .running)
        #expect(run.createdAt == Samples.start)
        #expect(run.seed == 7)
        #expect(run.dataHashesJSON == "{\"train.jsonl\":\"00ff\"}")
        #expect(run.baseModelHash == "abcd")
        #expect(run.adapterPath == "adapters/first")
        #expect(run.process == .current)
        #expect(try store.run(created.id).summary.projectFolder == "/projects/tables")
    }

    @Test func theListIsNewestFirstAndLimited() throws {
        for index in 0..<5 {
            _ = try store.createRun(
                Samples.run("run \(index)"), at: Samples.start + Double(index))
        }
        #expect(try store.runs(limit: 2).map(\.run.name) == ["run 4", "run 3"])
    }

    @Test func theListKnowsProjects() throws {
        _ = try store.createRun(Samples.run("a", folder: "/one"))
        _ = try store.createRun(Samples.run("b", folder: "/two"))
        #expect(try store.runs(projectFolder: "/two").map(\.run.name) == ["b"])
        #expect(try store.runs().count == 2)
    }

    @Test func theListShowsWhereARunStands() throws {
        let id = try store.createRun(Samples.run()).id
        try record(
            [
                .stageStarted(Samples.stage(0)),
                .evaluation(Samples.evaluation(step: 0, arm: .queryOnly, model: .base)),
                .step(Samples.step(1, loss: 3)),
                .evaluation(Samples.evaluation(step: 1, arm: .queryOnly, loss: 2.5)),
                .evaluation(Samples.evaluation(step: 1, arm: .fullPrompt, loss: 0.5)),
                .stageStarted(Samples.stage(1, rate: 0.5)),
                .step(Samples.step(2, loss: 2, stage: 1)),
                .evaluation(Samples.evaluation(step: 2, arm: .queryOnly, loss: 1.5)),
            ], into: id)
        try store.addTag("best", to: id)
        let summary = try #require(try store.runs().first)
        #expect(summary.stepCount == 2)
        #expect(summary.lastStep == Samples.step(2, loss: 2, stage: 1))
        #expect(summary.stage == Samples.stage(1, rate: 0.5))
        #expect(summary.queryOnly?.loss == 1.5)
        #expect(summary.fullPrompt?.loss == 0.5)
        #expect(summary.tags == ["best"])
        #expect(try store.run(id).evaluations.count == 4)
        #expect(try store.stages(of: id) == [Samples.stage(0), Samples.stage(1, rate: 0.5)])
    }

    @Test func stepsAreReadFromWhereTheReaderStands() throws {
        let id = try store.createRun(Samples.run()).id
        try record((1...10).map { .step(Samples.step($0)) }, into: id)
        #expect(try store.steps(of: id, after: 4, limit: 3).map(\.metrics.step) == [5, 6, 7])
        #expect(try store.steps(of: id, after: 10).isEmpty)
    }

    @Test func predictionsAreFoundByArmAndRecord() throws {
        let id = try store.createRun(Samples.run()).id
        try record(
            [
                .prediction(Samples.prediction(step: 1)),
                .prediction(Samples.prediction(step: 2)),
                .prediction(Samples.prediction(step: 2, arm: .fullPrompt)),
                .prediction(Samples.prediction(step: 2, record: "r2", text: "=MAX(A)")),
            ], into: id)
        #expect(try store.predictions(of: id, arm: .fullPrompt).count == 1)
        #expect(
            try store.predictions(of: id, arm: .queryOnly).map { "\($0.step) \($0.recordID)" }
                == ["2 r1", "2 r2", "1 r1"])
        #expect(
            try store.predictions(of: id, recordID: "r2")
                == [Samples.prediction(step: 2, record: "r2", text: "=MAX(A)")])
        #expect(try store.predictions(of: id, step: 1).count == 1)
    }

    @Test func aZeroByteInAnAnswerDoesNotCutIt() throws {
        let id = try store.createRun(Samples.run()).id
        try record([.prediction(Samples.prediction(step: 1, text: "a\0b"))], into: id)
        #expect(try store.predictions(of: id).first?.text == "a\u{2400}b")
    }

    @Test func numbersThatAreNotFiniteSurvive() throws {
        let id = try store.createRun(Samples.run()).id
        try record(
            [
                .step(Samples.step(1, loss: .nan)), .step(Samples.step(2, loss: .infinity)),
                .evaluation(Samples.evaluation(step: 2, arm: .queryOnly, loss: .nan)),
            ], into: id)
        let steps = try store.steps(of: id).map(\.metrics.loss)
        #expect(steps[0].isNaN)
        #expect(steps[1] == .infinity)
        #expect(try store.evaluations(of: id)[0].loss.isNaN)
    }

    @Test func logLinesKeepTheirOrder() throws {
        let id = try store.createRun(Samples.run()).id
        try record((1...5).map { .log(.info, "line \($0)") } + [.log(.error, "end")], into: id)
        let lines = try store.logLines(of: id)
        #expect(lines.map(\.message) == ["line 1", "line 2", "line 3", "line 4", "line 5", "end"])
        #expect(lines.last?.level == .error)
        #expect(try store.lastLogLines(of: id, limit: 2).map(\.message) == ["line 5", "end"])
        let third = try #require(lines[2].id)
        #expect(try store.logLines(of: id, after: third).count == 3)
    }

    @Test func deletingARunTakesAllOfItAndNothingElse() throws {
        let parent = try store.createRun(Samples.run("parent")).id
        let child = try store.createRun(Samples.run("child", parent: parent)).id
        for id in [parent, child] {
            try record(
                [
                    .stageStarted(Samples.stage(0)), .step(Samples.step(1)),
                    .evaluation(Samples.evaluation(step: 1, arm: .queryOnly)),
                    .prediction(Samples.prediction(step: 1)),
                    .checkpoint(
                        CheckpointSummary(step: 1, stage: 0, path: "runs/\(id)/1", byteCount: 9)),
                    .log(.info, "hello"),
                ], into: id)
            try store.addTag("t", to: id)
            try store.addNote("n", to: id)
        }
        let recorder = RunRecorder(store: store, runID: parent)
        try recorder.close(status: .finished)
        #expect(try store.deleteRun(parent) == ["runs/\(parent)/1"])
        #expect(try store.run(child).summary.run.parentRunID == nil)
        for table in [
            "stage", "step", "evaluation", "prediction", "checkpoint", "event", "tag", "note",
        ] {
            let owners = try store.read {
                try Int64.fetchAll($0, sql: "SELECT DISTINCT runID FROM \(table)")
            }
            #expect(owners == [child], "\(table)")
        }
        let path = store.path
        #expect(throws: RunStoreError.noSuchRun(id: parent, path: path)) {
            try store.run(parent)
        }
        // The number is not given away again.
        #expect(try store.createRun(Samples.run()).id > child)
    }

    @Test func aLiveRunIsNotDeleted() throws {
        let run = try store.createRun(Samples.run())
        #expect(
            throws: RunStoreError.runIsLive(
                id: run.id, processID: run.processID, hostName: run.hostName)
        ) { try store.deleteRun(run.id) }
    }

    @Test func tagsAreKeptOnceAndNotesInOrder() throws {
        let id = try store.createRun(Samples.run()).id
        for tag in ["b", "a", "b"] { try store.addTag(tag, to: id) }
        let first = try store.addNote("one", to: id, at: Samples.start)
        try store.addNote("two", to: id, at: Samples.start)
        #expect(try store.run(id).summary.tags == ["a", "b"])
        #expect(try store.run(id).notes.map(\.text) == ["one", "two"])
        try store.removeTag("a", from: id)
        try store.removeNote(try #require(first.id))
        try store.renameRun(id, to: "better")
        let detail = try store.run(id)
        #expect(detail.summary.tags == ["b"])
        #expect(detail.notes.map(\.text) == ["two"])
        #expect(detail.summary.run.name == "better")
        #expect(
            throws: RunStoreError.noSuchRun(id: 99, path: store.path)
        ) { try store.addTag("x", to: 99) }
    }

    @Test func resumingDropsWhatIsTrainedAgain() throws {
        let id = try store.createRun(Samples.run(), process: try Samples.endedProcess()).id
        try record(
            [
                .stageStarted(Samples.stage(0)), .step(Samples.step(1)),
                .checkpoint(CheckpointSummary(step: 1, stage: 0, path: "c/1", byteCount: 1)),
                .stageStarted(Samples.stage(1)), .step(Samples.step(2, stage: 1)),
            ], into: id)
        let run = try store.resumeRun(id, afterStep: 1)
        #expect(run.status == .running)
        #expect(run.process == .current)
        #expect(try store.steps(of: id).map(\.metrics.step) == [1])
        #expect(try store.stages(of: id).map(\.stage) == [0])
        #expect(try store.checkpoints(of: id).map(\.path) == ["c/1"])
    }

    @Test func compressedTextsAreKept() throws {
        func text(_ rate: Double) throws -> String? {
            try store.compressedText(
                hash: "h", compressor: "rules", settings: "", compressionRate: rate)
        }
        #expect(try text(0.5) == nil)
        for kept in ["first", "second"] {
            try store.keepCompressedText(
                kept, hash: "h", compressor: "rules", settings: "", compressionRate: 0.5)
        }
        #expect(try text(0.5) == "second")
        #expect(try text(0.25) == nil)
    }

    @Test func anotherProcessSeesWhatIsWritten() throws {
        let other = try RunStore.open(folder.url.appending(path: "history.sqlite"))
        let before = try other.changeToken()
        #expect(try other.changeToken() == before)
        let id = try store.createRun(Samples.run()).id
        let after = try other.changeToken()
        #expect(after != before)
        try record([.step(Samples.step(1))], into: id)
        #expect(try other.changeToken() != after)
        #expect(try other.runs().first?.stepCount == 1)
    }

    @Test func ownWritesChangeTheTokenToo() throws {
        for store in [store, try RunStore.inMemory()] {
            let before = try store.changeToken()
            _ = try store.createRun(Samples.run())
            #expect(try store.changeToken() != before)
        }
    }
}
