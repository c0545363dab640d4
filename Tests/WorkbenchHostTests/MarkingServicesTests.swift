import Foundation
import Prompts
import RunTestSupport
import Testing
import Workbench

/// A key in the Prompts pane changes the project's layout and its corrections.
@Suite struct MarkingServicesTests {
    private let layout = """
        {"parts": [
          {"kind": "template", "text": "You translate questions.", "trailing": "\\n"},
          {"kind": "template", "text": "Never guess a name.", "trailing": "\\n\\n"},
          {"kind": "query", "text": "Question: {query}\\nFormula:"}],
         "examples": {"format": "Question: {input}\\nFormula: {output}", "separator": "\\n\\n"}}
        """

    private func project() throws -> SmallProject {
        let project = try SmallProject()
        try project.write("layout.json", layout)
        let text = try project.read("project.yaml")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.contains("template:") }
        try project.write(
            "project.yaml",
            kept.map { $0.hasPrefix("data:") ? "data:\n  layout: layout.json" : String($0) }
                .joined(separator: "\n"))
        return project
    }

    @Test func aMarkedPartIsPinnedInLayoutAndCorrections() throws {
        let project = try project()
        let desk = Desk(project)
        let before = try #require(desk.load())
        let part = MarkedPart(
            kind: .template, occurrence: 1, text: "Never guess a name.\n\n", newKind: .pinned)
        #expect(desk.ask(.markPart(part)) { $0.project }?.records == before.records)
        let marked = try PromptLayout.load(project.url.appending(path: "layout.json"))
        #expect(marked.parts.map(\.kind) == [.template, .pinned, .query])
        #expect(
            try project.read("corrections.yaml").hasSuffix(
                """
                corrections:
                  - is: pinned
                    text: Never guess a name.

                """))
        // In the last stage it is still there.
        let preview = try #require(
            desk.ask(
                .recordPreview(
                    recordID: before.records[0].id, stage: before.schedule.stages.count - 1,
                    schedule: before.schedule, revision: 1)
            ) { $0.preview })
        #expect(preview.parts.map(\.span.kind) == [.pinned, .query])
    }

    @Test func whatCannotBeMarkedSaysWhy() throws {
        let plain = Desk(try SmallProject())
        _ = plain.load()
        let part = MarkedPart(
            kind: .template, occurrence: 0, text: SmallProject.template, newKind: .pinned)
        #expect(
            plain.ask(.markPart(part)) { $0.failure }?.hasPrefix(
                "The part is not marked: The prompt's parts stand in project.yaml") == true)
        let project = try project()
        let desk = Desk(project)
        _ = desk.load()
        let first = MarkedPart(
            kind: .template, occurrence: 0, text: "You translate questions.\n", newKind: .query)
        #expect(
            desk.ask(.markPart(first)) { $0.failure }?.contains("beside no query") == true)
        #expect(try project.read("layout.json") == layout)
        #expect(
            !FileManager.default.fileExists(
                atPath: project.url.appending(path: "corrections.yaml").path))
    }
}
