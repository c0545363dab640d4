import Foundation
import Project
import RunControl
import TestSupport
import Testing

@testable import ProjectSetup

/// The paper's benchmarks as projects.
@Suite struct BenchmarkProjectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func project(_ task: BenchmarkTask, data: String = "data") throws -> BenchmarkProject {
        try BenchmarkProject(
            task, folder: folder.url.appending(path: "p"), name: nil, modelPath: "model",
            dataPath: data, workingFolder: folder.url)
    }

    private let record = #"{"query": "q", "output": "o", "meta": {"asserts": ["assert 1"]}}"#

    @Test(arguments: BenchmarkTask.allCases) func itLoadsWithTheUsersData(_ task: BenchmarkTask)
        throws
    {
        _ = try folder.write("data/train.jsonl", record + "\n")
        _ = try folder.write("data/test.jsonl", record + "\n")
        _ = try folder.write("model/config.json", "{}")
        let project = try project(task)
        #expect(project.dataNames == ["train.jsonl", "test.jsonl"])
        #expect(try project.write() == ["project.yaml", "template.txt"])
        let loaded = try LoadedProject.load(folder: project.folder)
        #expect(loaded.file.data.train == "../data/train.jsonl")
        #expect(loaded.file.data.validation == nil)
        #expect(loaded.training.count == 1 && loaded.test.count == 1)
        #expect(loaded.layout.templateTexts().first?.hasPrefix("# Task\n") == true)
        let schedule = loaded.file.schedule.schedule
        #expect(schedule.warnings().isEmpty)
        #expect(!loaded.warnings(schedule).contains { $0.contains("learning rate") })
        #expect(schedule.stages.last?.showsNothing == true)
        #expect(
            loaded.file.evaluation.metric
                == [.nl2bash: .bleu, .mbpp: .passAtOne, .nl2formula: .exactMatch][task])
        #expect(throws: ProjectSetupError.self) { try project.write() }
    }

    @Test func dataThatCannotBeUsedAreRefused() throws {
        #expect(
            throws: ProjectSetupError.noBenchmarkData(
                folder: folder.url.appending(path: "data").path)
        ) { try project(.nl2bash) }
        _ = try folder.write(
            "data/train.jsonl", record + "\n" + #"{"id": "b", "query": "q", "output": "o"}"# + "\n")
        #expect(
            throws: ProjectSetupError.benchmarkFieldMissing(
                field: "meta.asserts", record: "b", place: "train.jsonl, line 2")
        ) { try project(.mbpp) }
        #expect(throws: Never.self) { try project(.nl2bash) }
    }

    @Test(
        .enabled(if: SharedFixtures.isPresent, Comment(rawValue: SharedFixtures.reason)),
        arguments: [(BenchmarkTask.nl2bash, "nl2bash", 10_512), (.mbpp, "mbpp", 374)])
    func theRealDataLoad(_ task: BenchmarkTask, _ name: String, _ count: Int) throws {
        _ = try folder.write("model/config.json", "{}")
        let project = try project(
            task, data: SharedFixtures.root.appending(path: "data/\(name)").path)
        _ = try project.write()
        #expect(try LoadedProject.load(folder: project.folder).training.count == count)
    }
}
