import JSONText
import TestSupport
import Testing

@testable import Prompts

@Suite struct PromptLayoutTests {
    private func record(_ query: String, meta: JSONObject? = nil) -> PromptRecord {
        PromptRecord(
            id: "r", query: query, output: "o", meta: meta,
            source: RecordSource(file: "train.jsonl", line: 1))
    }

    private let layout = PromptLayout.standard(
        template: "Rules.", queryFormat: "Question: {query}\nFormula:",
        exampleFormat: "Question: {input}\nFormula: {output}")

    @Test func fullPromptHasTemplateExamplesAndQuery() {
        let spans = layout.render(
            record("sum?"), templateTexts: ["Rules."],
            examples: [Example(input: "a", output: "A"), Example(input: "b", output: "B")])
        #expect(
            spans == [
                PromptSpan(kind: .template, text: "Rules.\n\n"),
                PromptSpan(
                    kind: .examples,
                    text: "Question: a\nFormula: A\n\nQuestion: b\nFormula: B\n\n"),
                PromptSpan(kind: .query, text: "Question: sum?\nFormula:"),
            ])
    }

    @Test func lastStageLeavesTheQueryBlockAndNoBlankLines() {
        #expect(
            layout.renderQueryOnly(record("sum?")) == [
                PromptSpan(kind: .query, text: "Question: sum?\nFormula:")
            ])
    }

    @Test func bracesInsideTextsStayWhatTheyAre() {
        let spans = layout.render(
            record("{query} {input}"), templateTexts: [""],
            examples: [Example(input: "{output}", output: "{query}")])
        #expect(
            spans.joinedText
                == "Question: {output}\nFormula: {query}\n\nQuestion: {query} {input}\nFormula:")
    }

    @Test func pinnedToolsAndContextFollowTheirRules() {
        var layout = layout
        layout.parts.insert(
            .init(kind: .pinned, role: nil, text: "Be safe.", trailing: "\n"), at: 0)
        layout.parts.insert(.init(kind: .tools, text: "[tools]", trailing: "\n"), at: 1)
        layout.parts.insert(.init(kind: .context, trailing: "\n"), at: 2)
        let record = record("q", meta: JSONObject([.init(key: "context", value: "Doc.")]))
        #expect(
            layout.render(record, templateTexts: ["R"], examples: []).map(\.kind)
                == [.pinned, .tools, .context, .template, .query])
        #expect(
            layout.renderQueryOnly(record).joinedText
                == "Be safe.\nDoc.\nQuestion: q\nFormula:")
    }

    @Test func examplesAsTurnsHaveRoles() {
        let layout = PromptLayout(
            parts: [
                .init(kind: .template, role: "system", text: "T"), .init(kind: .examples),
                .init(kind: .query, role: "user", text: "{query}"),
            ], exampleFormat: .turns(inputRole: "user", outputRole: "assistant"))
        #expect(
            layout.render(
                record("q"), templateTexts: ["T"], examples: [Example(input: "i", output: "o")]
            ).map(\.role) == ["system", "user", "assistant", "user"])
    }

    @Test func recordsOwnTemplateStandsInForTheProjects() {
        var own = record("q")
        own.template = "Mine."
        #expect(layout.templateTexts(for: own) == ["Mine."])
        #expect(layout.templateTexts(for: record("q")) == ["Rules."])
    }

    @Test func incompleteLayoutsAreRefused() {
        #expect(throws: PromptsError.noPlaceForQuery) { try PromptLayout(parts: []).validate() }
        #expect(
            PromptsError.noPlaceForQuery.description == """
                The layout has no place for the query.
                the prompt's layout
                Add a query span.
                """)
        #expect(
            throws: PromptsError.missingPlaceholder(format: "{input}", placeholder: "{output}")
        ) { try PromptLayout.standard(template: "", exampleFormat: "{input}").validate() }
        #expect(throws: PromptsError.missingPlaceholder(format: "Q", placeholder: "{query}")) {
            try PromptLayout.standard(template: "", queryFormat: "Q").validate()
        }
    }

    @Test(arguments: 0..<200)
    func queryBlockIsByteIdenticalInEveryStage(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let pieceCount = random.int(1...3)
        let pieces = (0..<pieceCount).map { _ in random.text(words: 0...6) }
        var parts: [PromptLayout.Part] = []
        for piece in 0..<pieceCount {
            for _ in 0..<random.int(0...2) {
                let kind: SpanKind = [.template, .tools, .examples][random.int(0...2)]
                parts.append(
                    .init(
                        kind: kind, role: random.int(0...1) == 0 ? "system" : nil,
                        leading: random.text(words: 0...1), text: random.text(words: 0...9),
                        trailing: random.text(words: 0...1)))
            }
            parts.append(
                .init(
                    kind: .query, role: "user",
                    text: random.text(words: 0...2).replacing("{query}", with: "")
                        + "{query}" + random.text(words: 0...2).replacing("{query}", with: ""),
                    queryPiece: piece))
        }
        var cuts: [JSONValue] = []
        var offset = 0
        for piece in pieces.dropLast() {
            offset += piece.utf8.count
            cuts.append(.integer(offset))
        }
        let record = record(
            pieces.joined(),
            meta: JSONObject([.init(key: PromptRecord.queryCutsField, value: .array(cuts))]))
        #expect(record.queryPieces.map { Array($0.utf8) } == pieces.map { Array($0.utf8) })
        let layout = PromptLayout(parts: parts)
        let expected = Array(layout.renderQueryOnly(record).joinedText.utf8)
        for _ in 0..<6 {
            let texts = layout.templateTexts().map { _ in random.text(words: 0...5) }
            let examples = (0..<random.int(0...3)).map { _ in
                Example(input: random.text(words: 0...4), output: random.text(words: 0...4))
            }
            let spans = layout.render(
                record, templateTexts: texts, examples: examples,
                showsTools: random.int(0...1) == 0)
            #expect(Array(spans.filter { $0.kind == .query }.joinedText.utf8) == expected)
        }
    }
}
