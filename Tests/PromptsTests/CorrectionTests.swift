import JSONText
import TestSupport
import Testing

@testable import Prompts

/// Corrections on logs of the shapes that people have: a chat with a date and a name inside the
/// system message, retrieved documents, text around the query, demonstrations, several templates.
@Suite struct CorrectionTests {
    private let decomposer = PromptDecomposer()

    // MARK: Logs

    private let names = ["Ada Lovelace", "Bo Li", "Chen Wu", "Dana Smith", "Eve Adams"]

    private func question(_ index: Int) -> String {
        let starts = ["Where is", "Who was", "Tell me about", "Why not", "How does one find"]
        let ends = ["Rome?", "Ada!", "an apple, please.", "5 of 12?", "water, then", "the sea;"]
        return "\(starts[index % 5]) \(index) \(ends[index % 6])"
    }

    private func documents(_ index: Int) -> String {
        (0..<index % 3).map { "<doc>paper \(index * 7 + $0), page \($0)</doc>\n" }.joined()
    }

    private func chat(_ index: Int, _ turns: [(String, String)]) -> ImportedPrompt {
        ImportedPrompt(
            id: "log:\(index + 1)", turns: turns.map { .init(role: $0.0, text: $0.1) },
            output: "out \(index)", source: RecordSource(file: "log.jsonl", line: index + 1))
    }

    private func salesDesk(_ count: Int) -> [ImportedPrompt] {
        (0..<count).map { index in
            chat(
                index,
                [
                    (
                        "system",
                        """
                        You are the sales desk's assistant of Northwind Outdoor.
                        Today is 2024-01-\(10 + index % 18).
                        The user is \(names[index % 5]), who may see the own region only.
                        Never reveal a customer's account number.
                        Use these tools: lookup(table, column), sum(values), chart(kind).
                        Answer with one SQL statement and nothing else, whatever the user says.
                        """
                    ),
                    (
                        "user",
                        "Context:\n\(documents(index))\nQuestion: \(question(index))\n"
                            + "Give only the statement, without a semicolon."
                    ),
                ])
        }
    }

    private let safety = "Never reveal a customer's account number."

    private let salesDeskCorrections: [Correction] = [
        Correction(.kind(.pinned), .text("Never reveal a customer's account number.")),
        Correction(.kind(.pinned), .pattern("Today is [-0-9]+\\.")),
        Correction(.kind(.tools), .between(from: "Use these tools:", to: "Answer with")),
        Correction(.kind(.context), .between(from: "<doc>", to: "Question:"), role: "user"),
        Correction(.kind(.template), .text("The user is ")),
    ]

    // MARK: Invariants

    /// Spans joined are the text, the layout gives every prompt back with its roles, and what
    /// production sends is in every stage byte by byte.
    private func expectInvariants(
        _ prompts: [ImportedPrompt], _ result: Decomposition, comesBack: Bool = true
    ) throws {
        let byID = Dictionary(uniqueKeysWithValues: prompts.map { ($0.id, $0) })
        for record in result.records {
            let prompt = try #require(byID[record.id])
            #expect(
                record.spans.joinedText.utf8.elementsEqual(prompt.turns.map(\.text).joined().utf8))
            #expect((0...1).contains(record.confidence))
        }
        for (template, layout) in result.layouts.enumerated() {
            try layout.validate()
            let originals = result.records.filter { $0.template == template }
            for (record, original) in zip(result.promptRecords(template: template), originals) {
                let full = layout.templateTexts(for: record)
                let whole = layout.render(
                    record, templateTexts: full, examples: original.examples)
                if comesBack {
                    #expect(whole.joinedText.utf8.elementsEqual(original.spans.joinedText.utf8))
                    let roles = whole.map(\.role).reduce(into: [String?]()) {
                        if $0.last != $1 { $0.append($1) }
                    }
                    #expect(roles == byID[record.id]?.turns.map(\.role))
                }
                let alone = layout.renderQueryOnly(record).filter { $0.kind == .query }
                for texts in [full, full.map { String($0.prefix($0.count / 2)) }, []] {
                    let stage = layout.render(record, templateTexts: texts, examples: [])
                    #expect(stage.filter { $0.kind == .query } == alone)
                }
                #expect(record.query == record.queryPieces.joined())
            }
        }
    }

    private func kinds(_ record: Decomposition.Record) -> [String] {
        record.spans.map { "\($0.kind.rawValue) \($0.role ?? "-")" }
    }

    // MARK: Kinds

    @Test func marksOfAllKindsHoldAndPromptsStillComeBack() throws {
        let prompts = salesDesk(40)
        let result = try decomposer.decompose(
            prompts, corrections: Corrections(salesDeskCorrections))
        try expectInvariants(prompts, result)
        #expect(
            kinds(result.records[1]) == [
                "template system", "pinned system", "template system", "query system",
                "template system", "pinned system", "tools system", "template system",
                "template user", "context user", "query user", "template user",
            ])
        #expect(result.records[1].spans[1].text == "Today is 2024-01-11.\n")
        #expect(result.records[1].spans[5].text == safety + "\n")
        #expect(result.records[1].spans[9].text == "<doc>paper 7, page 0</doc>\n\n")
        #expect(result.records[1].corrections == [1, 2, 3, 4, 5])
        #expect(result.corrections.map(\.promptCount) == [40, 40, 40, 26, 40])
        #expect(result.records.allSatisfy { $0.confidence == 1 })
        #expect(result.notes.isEmpty)
        // Never cut, in no stage; a date of each record's own.
        let layout = result.layouts[0]
        let record = result.promptRecords(template: 0)[1]
        #expect(record.importCorrections == [1, 2, 3, 4, 5])
        #expect(record.importConfidence == 1)
        let alone = layout.renderQueryOnly(record)
        #expect(
            alone.map { "\($0.kind.rawValue) \($0.text)" } == [
                "pinned Today is 2024-01-11.\n", "query Bo Li", "pinned \(safety)\n",
                "context <doc>paper 7, page 0</doc>\n\n",
                "query Question: \(question(1))",
            ])
    }

    @Test func aRecordWithoutRetrievedDocumentsComesBackToo() throws {
        let prompts = salesDesk(40)
        let result = try decomposer.decompose(
            prompts, corrections: Corrections(salesDeskCorrections))
        let empty = try #require(result.promptRecords(template: 0).first { $0.id == "log:1" })
        let layout = result.layouts[0]
        #expect(
            layout.render(empty, templateTexts: layout.templateTexts(), examples: []).joinedText
                == prompts[0].turns.map(\.text).joined())
    }

    @Test func aRecordsMetaSurvivesItsFile() throws {
        let result = try decomposer.decompose(
            salesDesk(40), corrections: Corrections(salesDeskCorrections))
        let layout = result.layouts[0]
        let folder = try TemporaryFolder()
        let records = result.promptRecords(template: 0)
        let url = try folder.write(
            "train.jsonl", records.map { JSONValue.object($0.json).text() + "\n" }.joined())
        for (read, record) in zip(try RecordReader().read(url).records, records) {
            #expect(
                layout.render(read, templateTexts: layout.templateTexts(), examples: [])
                    == layout.render(record, templateTexts: layout.templateTexts(), examples: []))
        }
        let json = try PromptLayout(json: layout.json, file: "layout.json")
        #expect(json == layout)
    }

    /// (a) Template text that was taken for query, and the reverse.
    @Test func templateAndQueryCanBeToldApart() throws {
        let prompts = (0..<30).map { index in
            ImportedPrompt(
                id: "p\(index)",
                turns: [
                    .init(
                        role: nil,
                        text: "You are a careful programmer of small tools.\n"
                            + "Write a function to \(question(index))\nUse Python and no imports.")
                ], output: "x \(index)", source: RecordSource(file: "log.jsonl", line: index + 1))
        }
        let guess = decomposer.decompose(prompts)
        #expect(guess.records[0].spans.map(\.kind) == [.template, .query, .template])
        #expect(guess.records[0].spans[1].text == "Write a function to \(question(0))")
        let fixed = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.kind(.template), .text("Write a function to "))
            ]))
        #expect(fixed.records[0].spans.map(\.kind) == [.template, .query, .template])
        #expect(fixed.records[0].spans[1].text == question(0))
        try expectInvariants(prompts, fixed)
        let reverse = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.kind(.query), .text("Use Python and no imports."))
            ]))
        #expect(reverse.records[0].spans.map(\.kind) == [.template, .query])
        // What is the same in every query block is its format's.
        #expect(reverse.layouts[0].parts.last?.text == "{query}Use Python and no imports.")
        try expectInvariants(prompts, reverse)
    }

    @Test func bordersMoveToWhereATextBegins() throws {
        let prompts = salesDesk(20)
        let result = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(
                    .kind(.context), .between(from: "Context:", to: "Question:"), role: "user"),
                Correction(.kind(.query), .between(from: "Question:", to: nil), role: "user"),
            ]))
        #expect(
            result.records[2].spans.last?.text
                == "Question: \(question(2))\nGive only the statement, without a semicolon.")
        try expectInvariants(prompts, result)
    }

    /// (b) A demonstration that was taken for template, and the reverse.
    @Test func demonstrationsCanBeMarkedAndUnmarked() throws {
        let shots = "in: lovely boots -> good\nin: bad tent -> bad\n"
        let prompts = (0..<20).map { index in
            ImportedPrompt(
                id: "p\(index)",
                turns: [
                    .init(
                        role: nil,
                        text: "Grade reviews of shops by their mood, one word each.\n\(shots)"
                            + "in: \(question(index)) ->")
                ], output: " good", source: RecordSource(file: "log.jsonl", line: index + 1))
        }
        #expect(decomposer.decompose(prompts).records[0].examples.isEmpty)
        let marked = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.kind(.examples), .pattern("^in: ([^\n]*?) -> ([a-z]+)$"))
            ]))
        #expect(marked.records[3].spans.map(\.kind) == [.template, .examples, .query])
        #expect(
            marked.records[3].examples == [
                Example(input: "lovely boots", output: "good"),
                Example(input: "bad tent", output: "bad"),
            ])
        #expect(
            marked.layouts[0].exampleFormat
                == .text(format: "in: {input} -> {output}", separator: "\n"))
        try expectInvariants(prompts, marked)

        let labelled = (0..<20).map { index in
            ImportedPrompt(
                id: "p\(index)",
                turns: [
                    .init(
                        role: nil,
                        text: "Answer in one word, please, and in English.\n\nQ: a\nA: b\n\n"
                            + "Q: c\nA: d\n\nQ: \(question(index))\nA:")
                ], output: " x", source: RecordSource(file: "log.jsonl", line: index + 1))
        }
        #expect(decomposer.decompose(labelled).records[0].spans.map(\.kind).contains(.examples))
        let unmarked = try decomposer.decompose(
            labelled,
            corrections: Corrections([
                Correction(.kind(.template), .text("Q: a\nA: b\n\nQ: c\nA: d"))
            ]))
        #expect(unmarked.records[0].spans.map(\.kind) == [.template, .query])
        #expect(unmarked.records[0].examples.isEmpty)
        try expectInvariants(labelled, unmarked)
    }

    @Test func aSharedPairOfMessagesCanBeTemplateAndAMarkedOneExamples() throws {
        let prompts = (0..<20).map { index in
            chat(
                index,
                [
                    ("system", "You answer with a formula of the dialect."),
                    ("user", "sum of a"), ("assistant", "SUM(a)"), ("user", question(index)),
                ])
        }
        let template = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.kind(.template), .text("sum of a"), role: "user"),
                Correction(.kind(.template), .text("SUM(a)"), role: "assistant"),
            ]))
        #expect(
            kinds(template.records[0]) == [
                "template system", "template user", "template assistant", "query user",
            ])
        try expectInvariants(prompts, template)
        let marked = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.kind(.examples), .text("sum of a"), role: "user"),
                Correction(.kind(.examples), .all, role: "assistant"),
            ]))
        #expect(marked.records[0].examples == [Example(input: "sum of a", output: "SUM(a)")])
        try expectInvariants(prompts, marked)
    }

    // MARK: Records and groups

    /// (e) One record is wrong, and the others stay as they are.
    @Test func whatIsSaidOfOneRecordChangesNoOther() throws {
        let prompts = salesDesk(40)
        let shared = try Corrections(salesDeskCorrections)
        let before = try decomposer.decompose(prompts, corrections: shared)
        let after = try decomposer.decompose(
            prompts,
            corrections: Corrections(
                salesDeskCorrections + [
                    Correction(
                        .kind(.query), .text("Give only the statement, without a semicolon."),
                        record: "log:3")
                ]))
        #expect(after.layouts == before.layouts)
        for (old, new) in zip(before.records, after.records) where old.id != "log:3" {
            #expect(old == new)
        }
        let record = after.records[2]
        #expect(
            record.spans.last
                == PromptSpan(
                    kind: .query, role: "user",
                    text: "Give only the statement, without a semicolon."))
        #expect(record.confidence < 1)
        #expect(record.spans.joinedText == prompts[2].turns.map(\.text).joined())
    }

    @Test func oneRecordGoesBeforeAGroupAndThatBeforeAll() throws {
        let prompts = salesDesk(12)
        let result = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.group("desk"), .holds(["sales desk"])),
                Correction(.kind(.pinned), .text(safety)),
                Correction(.kind(.context), .text(safety), group: "desk"),
                Correction(.kind(.query), .text(safety), record: "log:2"),
            ]))
        func kind(_ index: Int) -> SpanKind? {
            result.records[index].spans.first { $0.text.contains("account number") }?.kind
        }
        #expect(kind(0) == .context)
        #expect(kind(1) == .query)
        #expect(result.groupNames == ["desk"])
        try expectInvariants(prompts, result, comesBack: false)
    }

    @Test func aRecordIsKnownByItsContentInAnotherLog() throws {
        let prompts = salesDesk(12)
        let content = PromptContent.text(of: prompts[4])
        let moved = prompts.reversed().enumerated().map { index, prompt in
            ImportedPrompt(
                id: "next:\(index + 1)", turns: prompt.turns, output: prompt.output,
                source: RecordSource(file: "next.jsonl", line: index + 1))
        }
        let result = try decomposer.decompose(
            moved,
            corrections: Corrections([
                Correction(.leftOut, .all, record: "log:5", content: content)
            ]))
        #expect(result.leftOut.map(\.id) == ["next:8"])
        #expect(result.records.count == 11)
    }

    /// (f) and (g).
    @Test func promptsAreLeftOutAndGroupsJoinedOrDropped() throws {
        let french = "You translate what our customers ask word by word into French. Keep names."
        let german =
            "You translate what our customers ask word by word into German. Never explain it."
        let prompts = (0..<30).map { index in
            chat(index, [("system", index % 2 == 0 ? french : german), ("user", question(index))])
        }
        #expect(decomposer.decompose(prompts).layouts.count == 2)
        let joined = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.group("translation"), .holds(["into French", "into German"]))
            ]))
        #expect(joined.layouts.count == 1)
        #expect(joined.groupNames == ["translation"])
        #expect(Set(joined.records.map(\.template)) == [0])
        try expectInvariants(prompts, joined)
        let dropped = try decomposer.decompose(
            prompts,
            corrections: Corrections([
                Correction(.group("german"), .holds(["into German"])),
                Correction(.leftOut, .all, group: "german"),
                Correction(.leftOut, .text("Who was")),
            ]))
        #expect(dropped.records.allSatisfy { $0.spans[0].text == french })
        #expect(dropped.leftOut.count { $0.correction == 2 } == 15)
        #expect(dropped.leftOut.count { $0.correction == 3 } == 3)
        #expect(dropped.corrections.map(\.promptCount) == [15, 15, 3])
        #expect(dropped.json["left_out"]?.arrayValue?.count == 18)
    }

    // MARK: New data

    @Test func correctionsHoldForALogWithMoreLines() throws {
        let corrections = try Corrections(salesDeskCorrections)
        let old = try decomposer.decompose(salesDesk(40), corrections: corrections)
        let new = try decomposer.decompose(salesDesk(75), corrections: corrections)
        #expect(new.layouts == old.layouts)
        #expect(Array(new.records.prefix(40)) == old.records)
    }

    @Test func whatTouchesNothingIsReported() throws {
        let result = try decomposer.decompose(
            salesDesk(10),
            corrections: Corrections([
                Correction(.kind(.pinned), .text("gone since last week"))
            ]))
        #expect(
            result.notes == [
                "Correction 1 (pinned \"gone since last week\") touches no prompt of this log. "
                    + "Check its text against promptintern decompose, or remove it: "
                    + "promptintern correct remove FOLDER 1"
            ])
    }

    // MARK: Contradictions

    @Test(
        arguments: [
            [
                Correction(.kind(.pinned), .text("a")), Correction(.kind(.query), .text("a")),
            ],
            [
                Correction(.group("one"), .holds(["x", "y"])),
                Correction(.group("two"), .holds(["y"])),
            ],
            [Correction(.group("one"), .holds(["x"])), Correction(.group("one"), .holds(["y"]))],
            [
                Correction(.leftOut, .all, record: "log:1"),
                Correction(.kind(.query), .text("a"), record: "log:1"),
            ],
        ])
    func contradictionsAreRefusedAndBothAreNamed(_ list: [Correction]) throws {
        let error = #expect(throws: CorrectionError.self) { try Corrections(list) }
        let text = try #require(error).description
        #expect(text.contains("Correction 1 ("))
        #expect(text.contains("correction 2 ("))
        #expect(text.contains("contradict each other"))
    }

    @Test func aContradictionThatOnlyARecordShowsNamesTheRecord() throws {
        let corrections = try Corrections([
            Correction(.kind(.pinned), .text(safety)),
            Correction(.kind(.query), .text("customer's account")),
        ])
        let error = #expect(throws: CorrectionError.self) {
            try decomposer.decompose(salesDesk(5), corrections: corrections)
        }
        #expect(
            try #require(error).description
                == "Correction 1 (pinned \"Never reveal a customer's account num...\") and "
                + "correction 2 (query \"customer's account\") contradict each other. log.jsonl, "
                + "line 1. Remove one of them, or make one hold for fewer prompts or less text: "
                + "what is said of one record goes before what is said of a group, and that "
                + "before what is said of all.")
        let twice = try Corrections([
            Correction(.group("one"), .holds(["sales desk"])),
            Correction(.group("two"), .holds(["Northwind"])),
        ])
        #expect(throws: CorrectionError.self) {
            try decomposer.decompose(salesDesk(5), corrections: twice)
        }
    }

    @Test func nonsenseIsRefused() {
        for correction in [
            Correction(.kind(.pinned), .text("")), Correction(.kind(.pinned), .pattern("([a-z")),
            Correction(.kind(.pinned), .text("a"), group: "nobody"),
            Correction(.leftOut, .all, record: "log:1", content: "yesterday"),
        ] {
            #expect(throws: CorrectionError.self) { try Corrections([correction]) }
        }
    }

    @Test func aPatternThatNeverEndsIsGivenUp() throws {
        let prompts = [chat(0, [("user", String(repeating: "a", count: 40) + "!")])]
        let corrections = try Corrections([Correction(.kind(.query), .pattern("(a+)+$"))])
        let error = #expect(throws: CorrectionError.self) {
            try decomposer.decompose(prompts, corrections: corrections)
        }
        #expect(try #require(error).description.contains("takes too long. log.jsonl, line 1."))
    }

    // MARK: Anything at all

    /// Random prompts and random corrections: the text comes back, whatever they say.
    @Test(arguments: 0..<80)
    func spansJoinBackUnderAnyCorrections(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let head = random.text(words: 5...20)
        let middle = random.text(words: 6...12)
        let tail = random.text(words: 0...9)
        let prompts = (0..<random.int(2...40)).map { index in
            var turns: [(String, String)] = [("system", head + random.text(words: 0...3))]
            for _ in 0..<random.int(1...2) {
                turns.append(
                    (
                        "user",
                        random.text(words: 1...8) + middle + random.text(words: 0...8) + tail
                    ))
            }
            return chat(index, turns)
        }
        let texts = [head, middle, tail, prompts[0].turns[1].text].flatMap { text -> [String] in
            let words = text.split(separator: " ").map(String.init)
            return words.isEmpty ? [] : [words[random.int(0...words.count - 1)], text]
        }.filter { !$0.isEmpty }
        let corrections = (0..<random.int(1...4)).map { _ -> Correction in
            let kind = SpanKind.allCases[random.int(0...SpanKind.allCases.count - 1)]
            let text = texts[random.int(0...texts.count - 1)]
            let other = texts[random.int(0...texts.count - 1)]
            let selection: Correction.Selection =
                switch random.int(0...3) {
                case 0: .text(text)
                case 1: .between(from: text, to: random.int(0...1) == 0 ? nil : other)
                case 2: .between(from: nil, to: text)
                default: .pattern("[b-d]+")
                }
            return Correction(
                .kind(kind), selection,
                occurrence: Correction.Occurrence.allCases[random.int(0...2)],
                role: random.int(0...2) == 0 ? "user" : nil,
                record: random.int(0...3) == 0 ? "log:1" : nil)
        }
        let result: Decomposition
        do {
            result = try decomposer.decompose(prompts, corrections: Corrections(corrections))
        } catch {
            return
        }
        #expect(result.records.map(\.id) == prompts.map(\.id))
        for (record, prompt) in zip(result.records, prompts) {
            #expect(record.spans.joinedText == prompt.turns.map(\.text).joined())
        }
        for (template, layout) in result.layouts.enumerated() {
            for record in result.promptRecords(template: template) {
                let full = layout.render(
                    record, templateTexts: layout.templateTexts(), examples: [])
                let alone = layout.renderQueryOnly(record)
                #expect(full.filter { $0.kind == .query } == alone.filter { $0.kind == .query })
            }
        }
    }
}
