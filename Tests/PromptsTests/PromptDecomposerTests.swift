import Foundation
import JSONText
import TestSupport
import Testing

@testable import Prompts

@Suite struct PromptDecomposerTests {
    private let decomposer = PromptDecomposer()

    private func completions(_ texts: [String]) -> [ImportedPrompt] {
        texts.enumerated().map { index, text in
            ImportedPrompt(
                id: "p\(index)", turns: [.init(role: nil, text: text)], output: "out \(index)",
                source: RecordSource(file: "log.jsonl", line: index + 1))
        }
    }

    private func chats(_ turns: [[(String, String)]]) -> [ImportedPrompt] {
        turns.enumerated().map { index, turns in
            ImportedPrompt(
                id: "c\(index)", turns: turns.map { .init(role: $0.0, text: $0.1) },
                output: "out \(index)", source: RecordSource(file: "log.jsonl", line: index + 1))
        }
    }

    private let questions = [
        "How many rows are there?", "What was sold in May?", "Which region grew most in 2021?",
        "Is there a customer without orders?", "Average price of boots", "Top 3 products by sales",
    ]

    // MARK: The authors' log

    @Test(
        .enabled(
            if: SharedFixtures.has("data/promptintern-mbpp"),
            Comment(rawValue: SharedFixtures.reason)))
    func authorsLogHasTheSameTemplateSpansInAll500Records() throws {
        let log = try PromptImporter().read(
            SharedFixtures.url("data/promptintern-mbpp/mbpp_test_baseline.jsonl"))
        let result = decomposer.decompose(log.prompts)
        #expect(result.records.count == 500)
        #expect(result.layouts.count == 1)
        let first = try #require(result.records.first)
        let shape = first.spans.map { "\($0.kind.rawValue) \($0.role ?? "-")" }
        #expect(
            shape == [
                "template system", "template user", "query user", "template user", "query user",
            ])
        let templates = first.spans.filter { $0.kind == .template }.map(\.text)
        #expect(templates[1] == "\nHere is the description of the python tasks: \n")
        #expect(
            templates[2]
                == "Provided below are three test cases, make sure your code can be tested by the "
                + "test cases. Your given test cases are:\n")
        for (record, prompt) in zip(result.records, log.prompts) {
            #expect(record.spans.filter { $0.kind == .template }.map(\.text) == templates)
            #expect(record.confidence == 1)
            #expect(record.spans.joinedText == prompt.turns.map(\.text).joined())
        }
        #expect(result.notes.isEmpty)
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("data/promptintern-mbpp"),
            Comment(rawValue: SharedFixtures.reason)))
    func authorsLogRendersBackAndItsQueryStaysTheSameInEveryStage() throws {
        let log = try PromptImporter().read(
            SharedFixtures.url("data/promptintern-mbpp/mbpp_test_baseline.jsonl"))
        let result = decomposer.decompose(log.prompts)
        let layout = try #require(result.layouts.first)
        let records = result.promptRecords(template: 0)
        for (record, prompt) in zip(records, log.prompts) {
            let full = layout.render(
                record, templateTexts: layout.templateTexts(for: record), examples: [])
            #expect(full.joinedText == prompt.turns.map(\.text).joined())
            let short = layout.render(
                record, templateTexts: ["Write code.", "", "x"], examples: [])
            let query = layout.renderQueryOnly(record)
            #expect(query.allSatisfy { $0.kind == .query && $0.role == "user" })
            #expect(
                query.joinedText
                    == full.filter { $0.kind == .query }.joinedText)
            #expect(query.joinedText == short.filter { $0.kind == .query }.joinedText)
            #expect(query.joinedText == record.query)
            #expect(query.joinedText.contains("\nassert "))
        }
        #expect(
            records[0].query.hasPrefix(
                "Write a python function to remove first and last occurrence of a given character "
                    + "from the string. \nassert remove_Occ(\"hello\",\"l\") == \"heo\"\n"))
    }

    @Test(
        .enabled(
            if: SharedFixtures.has("data/promptintern-mbpp"),
            Comment(rawValue: SharedFixtures.reason)),
        arguments: ["0.3", "0.6"])
    func shortenedLogsOfTheAuthorsJoinBackToTheirText(rate: String) throws {
        let log = try PromptImporter().read(
            SharedFixtures.url("data/promptintern-mbpp/mbpp_test_\(rate).jsonl"))
        let result = decomposer.decompose(log.prompts)
        #expect(result.layouts.count == 1)
        for (record, prompt) in zip(result.records, log.prompts) {
            #expect(record.spans.joinedText == prompt.turns.map(\.text).joined())
            #expect(record.spans.first?.kind == .template)
            #expect(record.spans.last?.kind == .query)
        }
    }

    // MARK: Single prompts

    @Test func labelsAroundTheQueryBelongToTheQueryBlock() throws {
        let prompts = completions(
            questions.map {
                "Answer with one formula only. Never explain it.\n\nQuestion: \($0)\nFormula:"
            })
        let result = decomposer.decompose(prompts)
        let spans = result.records[0].spans
        #expect(spans.map(\.kind) == [.template, .query])
        #expect(spans[0].text == "Answer with one formula only. Never explain it.\n\n")
        #expect(spans[1].text == "Question: How many rows are there?\nFormula:")
        let record = result.promptRecords(template: 0)[0]
        #expect(record.query == "How many rows are there?")
        let layout = try #require(result.layouts.first)
        #expect(
            layout.renderQueryOnly(record).joinedText
                == "Question: How many rows are there?\nFormula:")
    }

    @Test func labelLinesUponEachOtherStayWithTheQuery() {
        let prompts = completions(
            questions.map {
                "Answer with one formula of the dialect.\n\n### Input\n[NL]\n\($0)\n[/NL]\nFormula:"
            })
        let spans = decomposer.decompose(prompts).records[1].spans
        #expect(
            spans.map(\.text) == [
                "Answer with one formula of the dialect.\n\n",
                "### Input\n[NL]\nWhat was sold in May?\n[/NL]\nFormula:",
            ])
    }

    @Test func chanceBeginningsAreNotSwallowed() {
        let prompts = completions(
            ["remove rows", "remote access", "reminder mail", "removal of all"].map {
                "You write shell commands for Debian.\nShow the re\($0.dropFirst(2)) now"
            })
        let spans = decomposer.decompose(prompts).records[1].spans
        #expect(
            spans.map(\.text) == [
                "You write shell commands for Debian.\n", "Show the remote access now",
            ])
    }

    @Test func templateBehindTheQueryIsFound() {
        let prompts = completions(
            questions.map {
                "\($0)\n\nAnswer the question above with a single SQL statement, nothing else."
            })
        let result = decomposer.decompose(prompts)
        #expect(result.layouts.count == 1)
        let spans = result.records[2].spans
        #expect(spans.map(\.kind) == [.query, .template])
        #expect(spans[0].text == questions[2])
    }

    @Test func repeatedDemonstrationsAreExamples() throws {
        let shots =
            "Question: sum of a\nFormula: SUM(a)\n\nQuestion: mean of b\nFormula: MEAN(b)\n\n"
        let prompts = completions(
            questions.map { "Write formulas of the dialect.\n\n\(shots)Question: \($0)\nFormula:" })
        let result = decomposer.decompose(prompts)
        for (record, prompt) in zip(result.records, prompts) {
            #expect(record.spans.map(\.kind) == [.template, .examples, .query])
            #expect(record.spans.joinedText == prompt.turns[0].text)
            #expect(record.spans[1].text == shots)
        }
        #expect(
            result.records[0].examples == [
                Example(input: "sum of a", output: "SUM(a)"),
                Example(input: "mean of b", output: "MEAN(b)"),
            ])
        let layout = try #require(result.layouts.first)
        let record = result.promptRecords(template: 0, keepsExamples: true)[0]
        #expect(
            layout.render(
                record, templateTexts: layout.templateTexts(), examples: record.examples
            ).joinedText == prompts[0].turns[0].text)
    }

    @Test func examplesThatDifferFromPromptToPromptAreExamplesToo() {
        let prompts = completions(
            questions.enumerated().map { index, question in
                let shots = (0...index % 3 + 1).map {
                    "Q: shot \(index) \($0)\nA: answer \($0)\n\n"
                }
                return "Answer briefly and in the customer's own language.\n\n"
                    + shots.joined() + "Q: \(question)\nA:"
            })
        for (record, prompt) in zip(decomposer.decompose(prompts).records, prompts) {
            #expect(record.spans.map(\.kind) == [.template, .examples, .query])
            #expect(record.spans.joinedText == prompt.turns[0].text)
        }
    }

    // MARK: Chats

    @Test func sharedTurnPairsAreExamplesAndOtherTurnsBelongToTheQuery() {
        let prompts = chats(
            questions.map {
                [
                    ("system", "You answer with a formula of the dialect."),
                    ("user", "sum of a"), ("assistant", "SUM(a)"), ("user", $0),
                ]
            })
        let spans = decomposer.decompose(prompts).records[0].spans
        #expect(spans.map(\.kind) == [.template, .examples, .examples, .query])
        #expect(spans.map(\.role) == ["system", "user", "assistant", "user"])

        let talks = chats(
            questions.map {
                [
                    ("system", "You answer with a formula of the dialect."),
                    ("user", $0), ("assistant", "Which table, \($0.count)?"),
                    ("user", "t\($0.count)"),
                ]
            })
        #expect(
            decomposer.decompose(talks).records[0].spans.map(\.kind)
                == [.template, .query, .query, .query])
        #expect(
            PromptDecomposer(takesTurnsAsExamples: true).decompose(talks).records[0].spans
                .map(\.kind) == [.template, .examples, .examples, .query])
    }

    @Test func twoTemplatesInOneLogAreCounted() {
        let system = [
            "You write SQL for the sales table.\nOne line.", "You translate to French.\nBe exact.",
        ]
        let prompts = chats(
            (0..<12).map { [("system", system[$0 % 2]), ("user", "\(questions[$0 % 6]) \($0)")] })
        let result = decomposer.decompose(prompts)
        #expect(result.layouts.count == 2)
        #expect(Set(result.records.map(\.template)) == [0, 1])
        #expect(result.json["templates"] == 2)
    }

    @Test func systemMessageWithADateIsStillOneTemplate() {
        let prompts = chats(
            (1...12).map {
                [
                    (
                        "system",
                        "Today is 2024-03-\($0).\nYou are the sales desk's agent and answer with SQL only."
                    ),
                    ("user", questions[$0 % 6]),
                ]
            })
        let result = decomposer.decompose(prompts)
        #expect(result.layouts.count == 1)
        for (record, prompt) in zip(result.records, prompts) {
            #expect(record.spans.joinedText == prompt.turns.map(\.text).joined())
            #expect(
                record.spans.contains {
                    $0.kind == .template && $0.text.contains("sales desk's agent")
                })
        }
    }

    @Test func strangerInALogIsReportedAndLowersItsConfidenceOnly() {
        var texts = (0..<100).map {
            "Answer the question with one formula of the dialect.\n\nQuestion: number \($0 * 7)\nFormula:"
        }
        texts[41] = "hello, are you there?"
        let result = decomposer.decompose(completions(texts))
        #expect(result.layouts.count == 1)
        #expect(result.records[40].confidence == 1)
        #expect(result.records[41].confidence < 0.5)
        #expect(result.records[41].spans.joinedText == texts[41])
        #expect(result.notes.count == 1)
    }

    @Test func promptsWithoutAnythingSharedAreQueries() {
        let result = decomposer.decompose(completions(questions))
        #expect(result.layouts.isEmpty)
        #expect(result.records.allSatisfy { $0.spans.map(\.kind) == [.query] })
        #expect(
            result.notes == [
                "6 prompts share no template, the first at log.jsonl, line 1: "
                    + "they are taken as queries as a whole."
            ])
    }

    @Test func emptyLogAndSinglePromptAreNoTrouble() {
        #expect(decomposer.decompose([]).records.isEmpty)
        let single = decomposer.decompose(
            chats([[("system", "Be brief."), ("user", "Why?")]]))
        #expect(single.records[0].spans.map(\.kind) == [.template, .query])
        #expect(single.records[0].confidence == 0.3)
    }

    /// Random templates, queries, roles: whatever is found, the text comes back.
    @Test(arguments: 0..<60)
    func spansJoinBackToTheText(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let head = random.text(words: 0...20)
        let middle = random.text(words: 0...12)
        let tail = random.text(words: 0...9)
        let prompts = completions(
            (0..<random.int(1...70)).map { _ in
                let first = random.text(words: 0...8)
                let second = random.text(words: 0...8)
                return random.int(0...20) == 0 ? first : head + first + middle + second + tail
            })
        let result = decomposer.decompose(prompts)
        #expect(result.records.map(\.id) == prompts.map(\.id))
        for (record, prompt) in zip(result.records, prompts) {
            #expect(record.spans.joinedText == prompt.turns[0].text)
            #expect((0...1).contains(record.confidence))
        }
        for template in result.layouts.indices {
            for record in result.promptRecords(template: template) {
                let original = result.records.first { $0.id == record.id }
                guard original?.confidence ?? 0 >= 0.8 else { continue }
                let spans = result.layouts[template].render(
                    record, templateTexts: result.layouts[template].templateTexts(), examples: [])
                #expect(spans.joinedText == original?.spans.joinedText)
            }
        }
    }
}
