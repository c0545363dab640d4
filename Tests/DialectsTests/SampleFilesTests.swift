import Foundation
import TestSupport
import Testing

@testable import Dialects

/// What holds for each sample project as files.
@Suite struct SampleFilesTests {
    private static let projects: [(folder: String, project: any SampleFiles)] = [
        ("formulas", SampleProjectTests.made), ("functions", FunctionSampleProjectTests.made),
        ("commands", CommandSampleProjectTests.made),
    ]

    @Test(arguments: projects.indices)
    func filesInSampleDataAreThoseThatAreWritten(index: Int) throws {
        let (name, project) = Self.projects[index]
        let folder = SharedFixtures.projectRoot.appending(path: "sample-data/" + name)
        for file in project.files {
            let text = try String(contentsOf: folder.appending(path: file.name), encoding: .utf8)
            #expect(text == file.content, "\(name)/\(file.name) differs from what the code writes")
        }
    }

    @Test(arguments: projects.indices)
    func writingMakesTheFolder(index: Int) throws {
        let project = Self.projects[index].project
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "a/b")
        try project.write(to: target)
        let names = try FileManager.default.contentsOfDirectory(atPath: target.path)
        #expect(Set(names) == Set(project.files.map(\.name)))
    }

    @Test func numbersOfIDsHaveTheirDigits() {
        #expect(SampleProject.recordID("test", index: 6) == "test-007")
        #expect(SampleProject.recordID("off-task", index: 19, digitCount: 2) == "off-task-20")
        #expect(SampleProject.recordID("test", index: 1_233) == "test-1234")
    }
}
