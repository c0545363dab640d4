import Testing

@testable import Prompts

/// Shapes that logs have, each of which was once taken apart so that prompts did not come back.
@Suite struct DecompositionShapeTests {
    private let topics = ["boots", "rain coats", "tents", "maps", "lamps", "ropes", "stoves"]

    private func question(_ index: Int) -> String {
        let forms = [
            "How many \(topics[index % 7]) went in week \(index)?",
            "Which region wants \(topics[index % 7]), say in \(index)?",
            "List clients with \(topics[index % 7]) as of day \(index)?",
        ]
        return forms[index % 3]
    }

    private func prompt(_ index: Int, _ turns: [(String?, String)]) -> ImportedPrompt {
        ImportedPrompt(
            id: "p\(index)", turns: turns.map { .init(role: $0.0, text: $0.1) },
            output: "out \(index)", source: RecordSource(file: "log.jsonl", line: index + 1))
    }

    private func messages(_ spans: [PromptSpan]) -> [[String]] {
        spans.reduce(into: [[String]]()) { result, span in
            if let last = result.indices.last, result[last][0] == span.role ?? "" {
                result[last][1] += span.text
            } else {
                result.append([span.role ?? "", span.text])
            }
        }
    }

    /// Every prompt comes back from its record, message by message.
    private func expectRoundTrip(_ prompts: [ImportedPrompt], _ result: Decomposition) throws {
        #expect(result.layouts.count == 1)
        let layout = try #require(result.layouts.first)
        try layout.validate()
        for (record, original) in zip(result.promptRecords(template: 0), result.records) {
            let full = layout.render(
                record, templateTexts: layout.templateTexts(), examples: original.examples)
            #expect(messages(full) == messages(original.spans))
            #expect(
                layout.renderQueryOnly(record).filter { $0.kind == .query }
                    == full.filter { $0.kind == .query })
        }
        for (record, prompt) in zip(result.records, prompts) {
            #expect(messages(record.spans) == prompt.turns.map { [$0.role ?? "", $0.text] })
        }
    }

    @Test func conversationsOfDifferentLengthComeBackWithTheirRoles() throws {
        let prompts = (0..<24).map { index in
            let system: (String?, String) = (
                "system", "You are a support agent of a bank. Never ask for a PIN."
            )
            let turns = (0..<index % 3).flatMap { turn -> [(String?, String)] in
                [
                    ("user", question(index * 5 + turn)),
                    ("assistant", "[{\"name\":\"lookup\",\"id\":\(index)}]"),
                    ("tool", "{\"rows\": \(turn)}"), ("assistant", "It is \(index + turn)."),
                ]
            }
            return prompt(index, [system] + turns + [("user", question(index * 5 + 4))])
        }
        let result = PromptDecomposer().decompose(prompts)
        try expectRoundTrip(prompts, result)
        let record = result.promptRecords(template: 0)[2]
        #expect(
            record.laterRoles == [
                "assistant", "tool", "assistant", "user", "assistant", "tool", "assistant", "user",
            ])
        #expect(
            result.layouts[0].renderQueryOnly(record).map(\.role) == ["user"] + record.laterRoles)
    }

    @Test func messagesAsExamplesComeBackWhateverTheirNumber() throws {
        let prompts = (0..<24).map { index in
            let system: (String?, String) = (
                "system", "Translate what is asked into SQL for the sales table."
            )
            let shots = (0..<1 + index % 3).flatMap { shot -> [(String?, String)] in
                [("user", question(500 + shot * 7 + index)), ("assistant", "SELECT \(shot)")]
            }
            return prompt(index, [system] + shots + [("user", question(index))])
        }
        let result = PromptDecomposer(takesTurnsAsExamples: true).decompose(prompts)
        try expectRoundTrip(prompts, result)
        #expect(result.layouts[0].parts.map(\.kind) == [.template, .examples, .query])
        #expect(result.records.map(\.examples.count) == (0..<24).map { 1 + $0 % 3 })
    }

    @Test func labelsOfTheUsersOwnMarkDemonstrationsToo() throws {
        let prompts = (0..<24).map { index in
            prompt(
                index,
                [
                    (
                        nil,
                        "You grade reviews of shops by their mood.\n\nReview: lovely boots\nMood: "
                            + "good\n\nReview: bad tent\nMood: bad\n\nReview: \(question(index))\n"
                            + "Mood:"
                    )
                ])
        }
        let result = PromptDecomposer().decompose(prompts)
        try expectRoundTrip(prompts, result)
        #expect(result.records[0].spans.map(\.kind) == [.template, .examples, .query])
        #expect(
            result.records[0].examples == [
                Example(input: "lovely boots", output: "good"),
                Example(input: "bad tent", output: "bad"),
            ])
    }

    /// A list of named things in the instructions is no demonstration.
    @Test func labelledDocumentationStaysTemplate() {
        let prompts = (0..<24).map { index in
            prompt(
                index,
                [
                    (
                        nil,
                        "Use these tables.\n\nName: sales\nHolds: orders\n\nName: shops\nHolds: "
                            + "places\n\nName: staff\nHolds: people\n\nQuestion: \(question(index))\n"
                            + "SQL:"
                    )
                ])
        }
        let result = PromptDecomposer().decompose(prompts)
        #expect(result.records[0].spans.map(\.kind) == [.template, .query])
    }

    @Test func aMarkThatAllQueriesEndWithIsTheirs() throws {
        let prompts = (0..<24).map { index in
            prompt(
                index, [(nil, "Answer in one word, in English.\n\n\(question(index))\nAnswer:")])
        }
        let result = PromptDecomposer().decompose(prompts)
        try expectRoundTrip(prompts, result)
        #expect(result.records[0].spans.map(\.kind) == [.template, .query])
        #expect(result.promptRecords(template: 0)[0].query == question(0))
        #expect(result.layouts[0].parts.last?.text == "{query}\nAnswer:")
    }

    @Test func whatVariesBeforeTheDemonstrationsHasAPlaceOfItsOwn() throws {
        let prompts = (0..<24).map { index in
            prompt(
                index,
                [
                    (
                        nil,
                        "You answer questions about the shop's stock.\nThe user is number \(index * 3)"
                            + " of \(topics[index % 7]).\nKeep to what the tables hold, please.\n\n"
                            + "Q: a\nA: b\n\nQ: c\nA: d\n\nQ: \(question(index))\nA:"
                    )
                ])
        }
        let result = PromptDecomposer().decompose(prompts)
        try expectRoundTrip(prompts, result)
        #expect(
            result.records[0].spans.map(\.kind) == [
                .template, .query, .template, .examples, .query,
            ])
    }
}
