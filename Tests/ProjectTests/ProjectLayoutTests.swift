import Foundation
import TestSupport
import Testing

@testable import Project

@Suite struct ProjectLayoutTests {
    private func problems(_ text: String, in folder: URL? = nil) -> [String] {
        do throws(ProjectError) {
            _ = try ProjectFile.parse(text, checkingFilesIn: folder)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return ["\(error)"] }
            return problems.map(\.description)
        }
    }

    @Test func aLayoutSurvivesTheTemplate() throws {
        var project = ProjectFile()
        project.data.layout = "prompts/my layout.json"
        project.data.format.output = "\n{output}"
        let text = project.commentedTemplate()
        #expect(try ProjectFile.parse(text) == project)
        #expect(!text.contains("pinned:"))
    }

    @Test func theOutputsFormatStandsBesideALayout() {
        #expect(
            problems("data:\n  layout: l.json\n  pinned: []\n  format:\n    output: \"{output}\"\n")
                == [])
    }

    @Test func everySecondDescriptionOfThePromptIsReported() {
        let text = """
            data:
              layout: layout.json
              template: template.txt
              pinned: [Today]
              format:
                query: "{query}"
                separator: "\\n"

            """
        #expect(
            problems(text) == [
                "project.yaml:3:13: data.layout and data.template both describe the prompt. "
                    + "Keep one of the two.",
                "project.yaml:4:11: data.layout and data.pinned both describe the prompt. "
                    + "Keep one of the two.",
                "project.yaml:6:12: data.layout and data.format.query both describe the prompt. "
                    + "Keep one of the two.",
                "project.yaml:7:16: data.layout and data.format.separator both describe the "
                    + "prompt. Keep one of the two.",
            ])
    }

    @Test func aLayoutFileThatIsMissingIsReported() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("data/train.jsonl", "")
        _ = try folder.write("model/config.json", "")
        #expect(
            problems("data:\n  layout: layout.json\n", in: folder.url) == [
                "project.yaml:2:11: data.layout names \"layout.json\", which does not exist. "
                    + "Put it at \(folder.url.appending(path: "layout.json").path), or correct the "
                    + "path."
            ])
    }
}
