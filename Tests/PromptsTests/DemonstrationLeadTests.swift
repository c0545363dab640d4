import Testing

@testable import Prompts

@Suite struct DemonstrationLeadTests {
    private func chats(_ systems: [String], _ users: [String]) -> [ImportedPrompt] {
        zip(systems, users).enumerated().map { index, texts in
            ImportedPrompt(
                id: "c\(index)",
                turns: [.init(role: "system", text: texts.0), .init(role: "user", text: texts.1)],
                output: "out \(index)", source: RecordSource(file: "log.jsonl", line: index + 1))
        }
    }

    private let tables = ["Pets (Age)", "Ovens (Heat, Day)", "Shows (Seats)", "Teams (Goals)"]

    @Test func aLineAboveTheInputLabelBelongsToTheDemonstration() throws {
        let systems = tables.indices.map { index in
            let blocks = (1...2).map { step in
                "Table: \(tables[(index + step) % 4])\nQuestion: What is \(index) and \(step)?\n"
                    + "Formula: =F(\(index * step))"
            }
            return "Answer with one formula only. Never explain it.\n\n"
                + blocks.joined(separator: "\n\n")
        }
        let users = tables.indices.map { "Table: \(tables[$0])\nQuestion: How many of \($0)?" }
        let result = PromptDecomposer().decompose(chats(systems, users))
        let layout = try #require(result.layouts.first)
        #expect(layout.parts.map(\.kind) == [.template, .examples, .query])
        #expect(
            layout.exampleFormat
                == .text(format: "Table: {input}\nFormula: {output}", separator: "\n\n"))
        #expect(
            result.records[0].examples.first
                == Example(
                    input: "Ovens (Heat, Day)\nQuestion: What is 0 and 1?", output: "=F(0)"))
        for (record, system) in zip(result.records, systems) {
            #expect(record.spans.prefix(2).map(\.text).joined() == system)
        }
    }

    @Test func aHeadingAboveTheFirstDemonstrationStaysOutside() throws {
        let system =
            "Answer in one word.\n\nExamples:\nQuestion: a?\nAnswer: b\n\nQuestion: c?\nAnswer: d"
        let result = PromptDecomposer().decompose(
            chats(
                [String](repeating: system, count: 4),
                ["Where is it?", "Who was that?", "Is it so?", "Why not today?"]))
        #expect(result.records[0].examples.map(\.output) == ["b", "d"])
        #expect(result.records[0].spans[0].text == "Answer in one word.\n\nExamples:\n")
    }
}
