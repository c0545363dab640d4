import Foundation
import Prompts
import TestSupport
import Testing

@testable import Project

@Suite struct LayoutMarkingTests {
    private let folder: TemporaryFolder
    private let file: URL

    private let layout = PromptLayout(parts: [
        .init(kind: .template, role: "system", text: "Be brief.", trailing: "\n"),
        .init(kind: .tools, role: "system", text: "lookup(x)", trailing: "\n"),
        .init(kind: .template, role: "user", text: "About sales:", trailing: "\n"),
        .init(kind: .query, role: "user", text: "Question: {query}"),
        .init(kind: .template, role: "user", leading: "\n", text: "One line."),
    ])

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.write("layout.json", layout.fileText)
    }

    private var marking: LayoutMarking {
        var data = ProjectFile.DataFiles()
        data.layout = "layout.json"
        return LayoutMarking(folder: folder.url, data: data)
    }

    private func read() throws -> (layout: PromptLayout, list: [Correction]) {
        (
            try PromptLayout.load(file),
            try CorrectionsFile.load(folder: folder.url)?.corrections.list ?? []
        )
    }

    @Test func aPartGetsAnotherKindAndACorrection() throws {
        try marking.mark("Be brief.\n", occurrence: 0, from: .template, as: .pinned)
        let (after, list) = try read()
        #expect(after.parts.map(\.kind) == [.pinned, .tools, .template, .query, .template])
        #expect(list.map(\.selection) == [.text("Be brief.")])
        #expect(list.map(\.role) == ["system"])
        #expect(list.map(\.verdict) == [.kind(.pinned)])
    }

    @Test func markedAgainItContradictsNothing() throws {
        try marking.mark("Be brief.\n", occurrence: 0, from: .template, as: .pinned)
        try marking.mark("Be brief.\n", occurrence: 0, from: .pinned, as: .template)
        let (after, list) = try read()
        #expect(after == layout)
        #expect(list.map(\.verdict) == [.kind(.template)])
    }

    /// The prompt stays what it was, and the text is what production sends from now on.
    @Test(arguments: [(1, "About sales:\n"), (2, "\nOne line.")])
    func textBesideTheQueryBecomesItsFormat(_ occurrence: Int, _ text: String) throws {
        try marking.mark(text, occurrence: occurrence, from: .template, as: .query)
        let (after, list) = try read()
        let record = PromptRecord(
            id: "a", query: "Why?", output: "x", source: RecordSource(file: "f", line: 1))
        #expect(
            after.render(record, templateTexts: after.templateTexts(), examples: []).joinedText
                == layout.render(record, templateTexts: layout.templateTexts(), examples: [])
                .joinedText)
        #expect(after.renderQueryOnly(record).joinedText.contains(text))
        #expect(list.count == 1)
    }

    @Test func whatALayoutCannotSayIsRefusedAndNothingIsWritten() throws {
        for kind in [SpanKind.query, .context, .examples] {
            #expect(throws: MarkingError.self) {
                try marking.mark("Be brief.\n", occurrence: 0, from: .template, as: kind)
            }
        }
        #expect(throws: MarkingError.partNotFound(file: "layout.json")) {
            try marking.mark("Be", occurrence: 0, from: .template, as: .pinned)
        }
        let (after, list) = try read()
        #expect(after == layout)
        #expect(list.isEmpty)
    }
}
