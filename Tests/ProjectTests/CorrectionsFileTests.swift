import Foundation
import Prompts
import TestSupport
import Testing

@testable import Project

@Suite struct CorrectionsFileTests {
    private let text = """
        # Ours.
        log: ../week 1.jsonl   # the first
        corrections:
          # The lawyers want it.
          - is: pinned
            text: "Never lie."
            note: safety

          - {is: left-out, record: "log:17"}
          - is: context
            from: <docs>
            to: "Question:"
            role: user
            which: first
          - is: group
            name: sales
            holds: [sales desk, shop floor]
          - is: examples
            pattern: 'Q: (.*)\\nA: (.*)'
            group: sales

        """

    @Test func allSelectionsAreRead() throws {
        let file = try CorrectionsFile(text: text)
        #expect(file.log == "../week 1.jsonl")
        #expect(
            file.corrections.list == [
                Correction(
                    .kind(.pinned), .text("Never lie."), number: 1, line: 5, note: "safety"),
                Correction(.leftOut, .all, number: 2, line: 9, record: "log:17"),
                Correction(
                    .kind(.context), .between(from: "<docs>", to: "Question:"), number: 3, line: 10,
                    occurrence: .first, role: "user"),
                Correction(
                    .group("sales"), .holds(["sales desk", "shop floor"]), number: 4, line: 15),
                Correction(
                    .kind(.examples), .pattern("Q: (.*)\\nA: (.*)"), number: 5, line: 18,
                    group: "sales"),
            ])
    }

    @Test func additionsAndRemovalsLeaveEveryOtherLineAsItIs() throws {
        var file = try CorrectionsFile(text: text)
        let addition = Correction(
            .kind(.query), .text("Line 1\n\"quoted\" # no comment: é\t"), occurrence: .last,
            role: "user", record: "log:3", content: "10-0123456789abcdef", note: "yes")
        try file.add(addition)
        #expect(file.text.hasPrefix(text))
        #expect(
            file.text.dropFirst(text.count) == """
                  - is: query
                    text: "Line 1\\n\\"quoted\\" # no comment: é\\t"
                    which: last
                    role: user
                    record: "log:3"
                    content: "10-0123456789abcdef"
                    note: "yes"

                """)
        #expect(file.corrections.list.last?.number == 6)
        #expect(file.corrections.list.last?.selection == addition.selection)
        try file.remove(6)
        #expect(file.text == text)
        try file.remove(3)
        #expect(!file.text.contains("<docs>"))
        #expect(file.text.contains("# The lawyers want it."))
        #expect(file.corrections.list.count == 4)
        try file.setLog("/logs/week-2.jsonl")
        #expect(file.text.contains("log: /logs/week-2.jsonl   # the first"))
    }

    @Test(
        arguments: [
            "", "# nothing\n", "log: a.jsonl", "corrections:", "corrections: []\n",
            "corrections:\n- is: pinned\n  text: old", "corrections:\n# none yet\n",
        ])
    func aCorrectionCanBeAddedToAnyFile(start: String) throws {
        var file = try CorrectionsFile(text: start)
        let count = file.corrections.list.count
        try file.add(Correction(.kind(.pinned), .text("one")))
        try file.add(Correction(.kind(.query), .text("two")))
        let read = try CorrectionsFile(text: file.text)
        #expect(read.corrections.list.map(\.selection).suffix(2) == [.text("one"), .text("two")])
        #expect(read.corrections.list.count == count + 2)
        try file.setLog("b.jsonl")
        #expect(try CorrectionsFile(text: file.text).log == "b.jsonl")
        while let last = file.corrections.list.last { try file.remove(last.number) }
        #expect(try CorrectionsFile(text: file.text).corrections.isEmpty)
    }

    @Test func aListInBracketsIsNotTakenApart() throws {
        var file = try CorrectionsFile(text: "corrections: [{is: pinned, text: a}]\n")
        #expect(throws: ProjectError.cannotEdit(path: "corrections.yaml", key: "corrections")) {
            try file.add(Correction(.kind(.query), .text("b")))
        }
        #expect(file.text == "corrections: [{is: pinned, text: a}]\n")
    }

    @Test func allMistakesAreToldAtOnceWithTheirPlaces() throws {
        let error = #expect(throws: ProjectError.self) {
            try CorrectionsFile(
                text: """
                    corrections:
                      - is: pined
                        text: a
                      - text: b
                      - is: query
                        text: a
                        pattern: b
                      - is: group
                        holds: x
                      - is: left-out
                      - is: context
                        colour: red
                        text: c
                      - is: template
                        holds: d
                    """)
        }
        #expect(
            try #require(error).description == """
                corrections.yaml:2:5: corrections[0].is is "pined", which is not known. Did you mean \
                "pinned"? Allowed: template, pinned, tools, context, examples, query, left-out, group.
                corrections.yaml:4:5: corrections[1].is is missing. Write one of: template, pinned, \
                tools, context, examples, query, left-out, group.
                corrections.yaml:5:5: corrections[2] selects its text in more than one way. Keep one \
                of: text, pattern, from and to, holds.
                corrections.yaml:8:5: corrections[3].name is missing. Give the group a name.
                corrections.yaml:10:5: corrections[4] would leave out all prompts. Add record, group, \
                holds, text or pattern.
                corrections.yaml:12:5: corrections[5].colour is not a setting. Known here: is, name, \
                text, pattern, from, to, holds, which, role, group, record, content, note.
                corrections.yaml:14:5: corrections[6].holds selects prompts, not text. Write text, \
                pattern, or from and to.
                """)
    }

    @Test func aContradictionIsRefusedAndTheTextStays() throws {
        var file = try CorrectionsFile(text: text)
        #expect(throws: CorrectionError.self) {
            try file.add(Correction(.kind(.query), .text("Never lie.")))
        }
        #expect(file.text == text)
    }
}
