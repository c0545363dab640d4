import Foundation
import Project
import Prompts
import RunControl
import TestSupport
import Testing

@testable import ProjectSetup

@Suite struct StarterProjectTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func starter(_ name: String? = nil, model: String? = nil) -> StarterProject {
        StarterProject(
            folder: folder.url.appending(path: "lights"), name: name, modelPath: model,
            workingFolder: folder.url)
    }

    private let files = [
        "project.yaml", "template.txt", "data/train.jsonl", "data/validation.jsonl",
        "data/test.jsonl",
    ]

    @Test func aFreshProjectLoadsOnceAModelIsThere() throws {
        let project = starter("Lamps: all", model: "model")
        #expect(try project.write(force: false) == .init(written: files, kept: []))
        _ = try folder.write("model/config.json", "{}")
        let loaded = try LoadedProject.load(folder: project.folder)
        #expect(loaded.file.name == "Lamps: all")
        #expect(loaded.file.model.path == "../model")
        #expect(loaded.modelFolder.path == folder.url.appending(path: "model").path)
        #expect(loaded.training.count == 6)
        #expect(loaded.validation.count == 2)
        #expect(loaded.test.count == 2)
        #expect(loaded.layout.templateTexts().first?.hasPrefix("You turn requests") == true)
        let outputs = (loaded.training + loaded.heldOut).map(\.output)
        #expect(Set(outputs).count == 10)
        #expect(project.nextSteps.count == 3)
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("fixtures/stories260K"),
            Comment(rawValue: SharedFixtures.reason)))
    func aFreshProjectCanBePlannedWithAModel() throws {
        let project = starter(model: SharedFixtures.url("fixtures/stories260K").path)
        _ = try project.write(force: false)
        let prepared = try PreparedProject(
            try LoadedProject.load(folder: project.folder), store: nil)
        let plan = try prepared.plan(prepared.project.file.schedule.schedule)
        #expect(plan.warnings() == [])
        #expect(plan.stages.first?.setting.shots == 5)
    }

    @Test func withoutAModelTheFirstStepIsToGetOne() {
        let project = starter()
        #expect(
            project.nextSteps.first
                == "Put a model (config.json, *.safetensors, tokenizer.json) at "
                + "\(project.folder.path)/model, or set model.path in project.yaml.")
    }

    @Test func aProjectThatIsThereIsLeftAsItIs() throws {
        let file = try folder.write("lights/project.yaml", "name: mine\n")
        let error = #expect(throws: ProjectSetupError.self) { try starter().write(force: false) }
        #expect(
            error?.description
                == "There is a project already. \(file.path): left as it is. Choose another "
                + "folder, or pass --force to replace this one file.")
        #expect(try String(contentsOf: file, encoding: .utf8) == "name: mine\n")
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: folder.url.appending(path: "lights").path) == ["project.yaml"])
    }

    @Test func forceReplacesTheProjectFileAndNoData() throws {
        let file = try folder.write("lights/project.yaml", "name: mine\n")
        let data = try folder.write("lights/data/train.jsonl", "my records\n")
        let outcome = try starter().write(force: true)
        #expect(outcome.kept == ["data/train.jsonl"])
        #expect(outcome.written == files.filter { $0 != "data/train.jsonl" })
        #expect(try String(contentsOf: data, encoding: .utf8) == "my records\n")
        #expect(try String(contentsOf: file, encoding: .utf8).contains("name: lights\n"))
    }

    @Test func whereAFileFailsNothingIsLeftBehind() throws {
        // A file where the data folder should be: the third file cannot be written.
        let blocker = try folder.write("lights/data", "")
        let error = #expect(throws: ProjectSetupError.self) { try starter().write(force: false) }
        guard case .cannotWrite(let path, _) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(path == blocker.path + "/train.jsonl")
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: folder.url.appending(path: "lights").path) == ["data"])
    }

    @Test(arguments: [
        ("m", "/a/b/p", "/a/b", "../m"), ("../m", "/a/b/p", "/a/b", "../../m"),
        ("p/m", "/a/b/p", "/a/b", "m"), ("/x/m", "/a/b/p", "/a/b", "/x/m"),
        ("~/m", "/a/b/p", "/a/b", "~/m"), ("m", "/x/p", "/a", "/a/m"), (".", "/a/b", "/a/b", "."),
    ])
    func aModelsPathIsToldFromTheProjectsFolder(
        typed: String, project: String, working: String, written: String
    ) {
        let model = ModelReference(
            typed, project: URL(filePath: project, directoryHint: .isDirectory),
            workingFolder: URL(filePath: working, directoryHint: .isDirectory))
        #expect(model.path == written)
    }
}
