import Foundation
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
