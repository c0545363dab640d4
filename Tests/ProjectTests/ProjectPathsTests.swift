import Foundation
import TestSupport
import Testing

@testable import Project

@Suite struct ProjectPathsTests {
    private let folder = URL(filePath: "/projects/tables", directoryHint: .isDirectory)
    private let environment = ["HOME": "/home/me"]

    private func history(
        _ folder: URL?, yaml: String? = nil, flag: String? = nil, variable: String? = nil
    ) -> String {
        var project = ProjectFile()
        project.history = yaml
        var environment = environment
        environment["PROMPTINTERN_HISTORY"] = variable
        return ProjectPaths(
            projectFolder: folder, project: project, historyFlag: flag, environment: environment
        ).history.path
    }

    @Test func settingsWithAbsolutePathsHoldFromAnyFolder() throws {
        // The sample project names every kind of file that a project usually has.
        let sample = SharedFixtures.projectRoot.appending(path: "sample-data/formulas")
        let absolute = try ProjectFile.load(folder: sample).withAbsolutePaths(in: sample)
        let elsewhere = try TemporaryFolder()
        let read = try ProjectFile.parse(
            absolute.commentedTemplate(), checkingFilesIn: elsewhere.url)
        #expect(read == absolute)
        #expect(read.evaluation.probes?.hasPrefix("/") == true)
    }

    @Test func filesOfOtherSettingsBecomeAbsoluteToo() throws {
        var file = ProjectFile()
        file.data.layout = "layout.json"
        file.data.chatTemplate = .file("chat.jinja")
        file.retriever.embedder = .encoder("encoder")
        file.compressor = .hand(
            .list([.init(rate: 0.5, path: "half.txt"), .init(rate: 0.2, path: "/fifth.txt")]))
        let absolute = file.withAbsolutePaths(in: folder)
        #expect(absolute.data.layout == "/projects/tables/layout.json")
        #expect(absolute.data.chatTemplate == .file("/projects/tables/chat.jinja"))
        #expect(absolute.retriever.embedder == .encoder("/projects/tables/encoder"))
        #expect(
            absolute.compressor
                == .hand(
                    .list([
                        .init(rate: 0.5, path: "/projects/tables/half.txt"),
                        .init(rate: 0.2, path: "/fifth.txt"),
                    ])))
        file.compressor = .hand(.pattern("cut/template.{tau}.txt"))
        #expect(
            file.withAbsolutePaths(in: folder).compressor
                == .hand(.pattern("/projects/tables/cut/template.{tau}.txt")))
    }

    @Test func theFlagComesFirstAndTheProjectsFolderLast() {
        #expect(history(folder) == "/projects/tables/.promptintern/history.sqlite")
        #expect(history(folder, yaml: "h.sqlite") == "/projects/tables/h.sqlite")
        #expect(history(folder, yaml: "~/h.sqlite") == "/home/me/h.sqlite")
        #expect(history(folder, yaml: "h.sqlite", variable: "/v/h.sqlite") == "/v/h.sqlite")
        #expect(
            history(folder, yaml: "h.sqlite", flag: "/f/h.sqlite", variable: "/v/h.sqlite")
                == "/f/h.sqlite")
        #expect(
            history(folder, flag: "here.sqlite")
                == FileManager.default.currentDirectoryPath + "/here.sqlite")
        #expect(
            history(folder, flag: "", variable: "")
                == "/projects/tables/.promptintern/history.sqlite")
    }

    @Test func withoutAProjectTheMachinesFolderIsUsed() {
        #expect(history(nil) == "/home/me/.local/share/promptintern/history.sqlite")
        func path(_ dataHome: String) -> String {
            ProjectPaths(
                projectFolder: nil, environment: ["HOME": "/home/me", "XDG_DATA_HOME": dataHome]
            ).history.path
        }
        #expect(path("/data") == "/data/promptintern/history.sqlite")
        // The specification says to ignore relative ones.
        #expect(path("data") == "/home/me/.local/share/promptintern/history.sqlite")
    }

    @Test func everythingElseStaysInTheProject() {
        let paths = ProjectPaths(
            projectFolder: folder, historyFlag: "/f/h.sqlite", environment: environment)
        #expect(paths.cache.path == "/projects/tables/.promptintern/cache")
        #expect(paths.checkpoints.path == "/projects/tables/.promptintern/checkpoints")
        #expect(
            paths.runFolder(7, createdAt: Date(timeIntervalSince1970: 1_700_000_000)).path
                == "/projects/tables/.promptintern/runs/7-20231114T221320Z")
    }
}
