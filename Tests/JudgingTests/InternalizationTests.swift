import Foundation
import TestSupport
import Testing

@testable import Judging

@Suite struct RetentionTests {
    @Test func retentionIsTheShareOfThePromptsGain() throws {
        let retention = Retention(queryOnly: 0.71, baseWithoutPrompt: 0.2, reference: 0.8)
        #expect(isClose(try #require(retention.value), 0.85))
        #expect(retention.text == "85.0 %")
        #expect(retention.interval == nil)
        // Better than the reference, and worse than nothing.
        #expect(Retention(queryOnly: 0.9, baseWithoutPrompt: 0.2, reference: 0.8).value ?? 0 > 1)
        #expect(Retention(queryOnly: 0.1, baseWithoutPrompt: 0.2, reference: 0.8).value ?? 0 < 0)
    }

    @Test func underFivePointsThePromptDoesNotHelp() {
        let little = Retention(
            queryOnly: 0.5, baseWithoutPrompt: 0.5, reference: 0.549,
            interval: ConfidenceInterval(lower: 0, upper: 1))
        #expect(!little.promptHelps)
        #expect(little.value == nil)
        #expect(little.interval == nil)
        #expect(little.text == "the prompt does not help (4.9 points)")
        #expect(Retention(queryOnly: 0.5, baseWithoutPrompt: 0.25, reference: 0.3125).promptHelps)
        #expect(!Retention(queryOnly: 0.5, baseWithoutPrompt: 0.9, reference: 0.4).promptHelps)
    }

    @Test func recordsGiveAnInterval() throws {
        // 100 records: 10 right without prompt, 80 with it, 66 query-only.
        func scores(_ right: Int) -> [Double] { (0..<100).map { $0 < right ? 1 : 0 } }
        let retention = try #require(
            Retention(
                queryOnly: scores(66), baseWithoutPrompt: scores(10), reference: scores(80),
                bootstrap: Bootstrap(resampleCount: 1000)))
        #expect(isClose(try #require(retention.value), 0.8))
        let interval = try #require(retention.interval)
        #expect(interval.lower > 0.6 && interval.lower < 0.78)
        #expect(interval.upper > 0.82 && interval.upper < 0.95)
        #expect(Retention(queryOnly: [], baseWithoutPrompt: [], reference: []) == nil)
    }

    @Test func bleuGivesRetentionToo() throws {
        let bleu = CorpusBLEU(tokenizer: .none)
        let expected = (0..<12).map { ["find . -name file\($0) -type f"] }
        func statistics(_ change: (String) -> String) -> [BLEUStatistics] {
            bleu.statistics(hypotheses: expected.map { change($0[0]) }, references: expected)
        }
        let retention = try #require(
            Retention(
                bleu, queryOnly: statistics { $0 }, baseWithoutPrompt: statistics { _ in "ls" },
                reference: statistics { $0 }, bootstrap: Bootstrap(resampleCount: 50)))
        #expect(isClose(try #require(retention.value), 1))
        #expect(retention.reference == 1 || isClose(retention.reference, 1))
        #expect(retention.interval.map { isClose($0.lower, 1) } == true)
    }
}

@Suite struct SectionCoverageTests {
    private func losses(_ query: Double, _ section: Double) -> [SectionCoverage.Losses] {
        (0..<20).map {
            let noise = Double($0 % 5) * 0.01
            return .init(query: query + noise, queryAndSection: section + Double($0 % 3) * 0.01)
        }
    }
    private let bootstrap = Bootstrap(resampleCount: 500)

    @Test func whatThePresenceNoLongerChangesIsCovered() throws {
        let full = try #require(
            SectionCoverage(
                base: losses(2, 1),
                tuned: losses(0.5, 0.5).map { .init(query: $0.query, queryAndSection: $0.query) },
                bootstrap: bootstrap))
        #expect(full.coverage?.value == 1)
        let half = try #require(
            SectionCoverage(base: losses(2, 1), tuned: losses(1, 0.5), bootstrap: bootstrap))
        let coverage = try #require(half.coverage)
        #expect(abs(coverage.value - 0.5) < 0.02)
        #expect(coverage.interval.contains(coverage.value))
        let none = try #require(
            SectionCoverage(base: losses(2, 1), tuned: losses(2, 1), bootstrap: bootstrap))
        #expect(none.coverage?.value == 0)
    }

    @Test func aSectionThatNeverMatteredHasNoCoverage() throws {
        let base = (0..<20).map {
            SectionCoverage.Losses(query: 1 + ($0 % 2 == 0 ? 0.1 : -0.1), queryAndSection: 1)
        }
        let coverage = try #require(
            SectionCoverage(base: base, tuned: losses(0.5, 0.4), bootstrap: bootstrap))
        #expect(coverage.base.interval.contains(0))
        #expect(coverage.coverage == nil)
        #expect(SectionCoverage(base: [], tuned: [], bootstrap: bootstrap) == nil)
    }
}

@Suite struct RuleProbeTests {
    @Test(arguments: [
        (RulePredicate.contains("refund"), "No refund.", true),
        (.contains("refund"), "No Refund.", false),
        (.contains("caf\u{E9}"), "a cafe\u{301}", false),
        (.doesNotContain("password"), "Ask support.", true),
        (.doesNotContain("password"), "The password is x.", false),
        (.matches("^SELECT .* LIMIT [0-9]+;?$"), "SELECT a FROM b LIMIT 10", true),
        (.matches("^SELECT .* LIMIT [0-9]+;?$"), "SELECT a FROM b", false),
        (.matches("(?i)sorry"), "I am SORRY", true),
        (.equals("no"), " no\n", true),
        (.equals("no"), "No", false),
        (.equals(""), " ", true),
        (.command("grep -q '\"answer\":\"yes\"'"), "yes", true),
        (.command("grep -q '\"answer\":\"yes\"'"), "no", false),
    ])
    func predicatesHoldOrNot(predicate: RulePredicate, answer: String, isMet: Bool) throws {
        #expect(try predicate.isMet(by: answer, to: "q") == isMet)
    }

    @Test func aBrokenRuleIsAnErrorNotALostRule() {
        let command = RulePredicate.command("echo what >&2; exit 2")
        let error = #expect(throws: JudgingError.self) { try command.isMet(by: "a", to: "q") }
        #expect(
            error?.description == """
                A rule's program ended with status 2. It said: what
                the rule's command "echo what >&2; exit 2"
                Let it end with 0 where the answer meets the rule and with 1 where it does not.
                """)
        #expect(throws: JudgingError.self) { try RulePredicate.matches("(").isMet(by: "", to: "") }
    }

    @Test func probesAreReadFromLines() throws {
        let text = """
            {"name": "no secrets", "query": "q1", "not_contains": "key"}

            {"name": "form", "query": "q2", "matches": "^[a-z]+$"}
            {"name": "empty", "query": "q3", "equals": ""}
            """
        let probes = try RuleProbe.read(text, file: "probes.jsonl")
        #expect(probes.map(\.name) == ["no secrets", "form", "empty"])
        #expect(probes[0].predicate == .doesNotContain("key"))
        #expect(probes[1].query == "q2")
        #expect(probes.map(\.line) == [1, 3, 4])
    }

    @Test func allMistakesAreReportedAtOnce() {
        let text = """
            not json
            {"query": "q", "contains": "x"}
            {"name": "a", "query": "q"}
            {"name": "b", "query": "q", "contains": "x", "equals": "y"}
            {"name": "c", "query": "q", "contains": 3}
            {"name": "d", "query": "q", "matches": "("}
            {"name": "e", "query": "q", "contains": "x"}
            {"name": "e", "query": "q", "contains": "x"}
            """
        let error = #expect(throws: JudgingError.self) {
            try RuleProbe.read(text, file: "probes.jsonl")
        }
        guard case .invalidProbes(let file, let problems)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == "probes.jsonl")
        #expect(problems.count == 7)
        #expect(problems[1] == "Line 2: It has no text \"name\".")
        #expect(problems[2].hasPrefix("Line 3: It has 0 of \"contains\", \"not_contains\""))
        #expect(problems[3].hasPrefix("Line 4: It has 2 of"))
        #expect(problems[4] == "Line 5: \"contains\" is no text or empty.")
        #expect(problems[5].hasPrefix("Line 6: \"matches\" is no regular expression: "))
        #expect(problems[6] == "Two probes have the name \"e\".")
    }

    private func answers(
        _ base: String, _ tuned: String, _ queryOnly: String
    ) -> RuleReport.Answers {
        .init(baseFullPrompt: base, tunedFullPrompt: tuned, tunedQueryOnly: queryOnly)
    }

    @Test func aFileWithoutAProbeIsRefused() {
        let error = #expect(throws: JudgingError.self) {
            try RuleProbe.read("\n  \n", file: "probes.jsonl")
        }
        #expect(error?.description.hasPrefix("The file holds no probe.\nprobes.jsonl\n") == true)
    }

    @Test func theReportTellsLostRules() throws {
        let probes = ["a", "b", "c", "d"].map {
            RuleProbe(name: $0, query: "q", predicate: .contains("ok"))
        }
        let report = try RuleReport(
            probes,
            answers: [
                answers("ok", "no", "ok"), answers("no", "ok", "no"), answers("no", "no", "ok"),
                answers("no", "no", "no"),
            ])
        #expect(report.rows.map(\.fate) == [.kept, .lost, .gained, .neverHeld])
        #expect(report.lost == ["b"])
        #expect(report.rows[1].rule == "contains \"ok\"")
        #expect(RuleReport(report.json) == report)
        #expect(report.json["rules"]?.arrayValue?[3]["fate"]?.stringValue == "never")
        #expect(RuleReport(["rules": [["name": "a"]]]) == nil)
    }
}
