import Synchronization
import Testing

@testable import Prompts

@Suite struct CompressionFailureTests {
    private struct Failing: TemplateCompressor {
        struct Failure: Error, CustomStringConvertible { let description = "No tool.\nx\nGet it." }
        let name = "failing"
        let settingsText = ""
        func compress(
            _ text: String, to rate: Double, countTokens: (String) -> Int
        ) throws -> String { throw Failure() }
    }

    private let layout = PromptLayout(parts: [
        .init(kind: .template, text: ""), .init(kind: .template, text: "Rules."),
        .init(kind: .query, text: "{query}"),
    ])

    private func input(_ template: String? = nil) -> PlanInput {
        PlanInput(
            layout: layout,
            records: [
                PromptRecord(
                    id: "r1", template: template, query: "q", output: "o", split: .train,
                    source: RecordSource(file: "t.jsonl", line: 1))
            ], compressor: Failing(), countTokens: { $0.count })
    }

    private let schedule = Schedule(stages: [
        StageSetting(compressionRate: 1, shots: 0, epochs: 1),
        StageSetting(compressionRate: 0.5, shots: 0, epochs: 1),
    ])

    @Test func errorsNameStageAndPart() {
        let error = #expect(throws: PromptsError.self) {
            try StagePlan(schedule: schedule, input: input())
        }
        #expect(
            error?.description == """
                Template part 2 cannot be shortened to tau 0.5 by "failing" in stage 1.
                No tool.
                x
                Get it.
                """)
    }

    @Test func errorsNameTheRecordWithItsOwnTemplate() throws {
        var plain = input("Own rules.")
        plain.layout = PromptLayout(parts: [layout.parts[0], layout.parts[2]])
        let error = #expect(throws: PromptsError.self) {
            try StagePlan(schedule: schedule, input: plain)
        }
        #expect(
            error?.description.hasPrefix(
                "Template part 1 of record \"r1\" cannot be shortened to tau 0.5") == true)
    }

    @Test func partsAreCountedAndEmptyOnesLeftOut() throws {
        var rules = input()
        rules.compressor = RulesCompressor()
        let parts = try rules.compressedParts(rate: 1)
        #expect(
            parts == [
                CompressedPart(
                    part: 2, fullText: "Rules.", text: "Rules.", fullTokens: 6, tokens: 6)
            ])
        #expect(try rules.compressedParts(rate: 0)[0].achievedRate == 0)
    }

    // MARK: Plans that keep what can be made

    /// Fails at one rate, and counts how often it is asked.
    private final class Picky: TemplateCompressor {
        let calls = Mutex(0)
        let name = "picky"
        let settingsText = ""

        func compress(
            _ text: String, to rate: Double, countTokens: (String) -> Int
        ) throws -> String {
            calls.withLock { $0 += 1 }
            guard rate > 0.4 else { throw Failing.Failure() }
            return String(text.prefix(Int(Double(text.count) * rate)))
        }
    }

    private let falling = Schedule(
        stages: [1, 0.6, 0.3, 0].map { StageSetting(compressionRate: $0, shots: 0, epochs: 1) })

    @Test func aStageThatCannotBeMadeKeepsNoOtherFromBeingMade() throws {
        var input = input()
        input.compressor = Picky()
        let plan = try StagePlan(schedule: falling, input: input, keepsProblems: true)
        #expect(plan.stages.map { $0.problem == nil } == [true, true, false, true])
        #expect(plan.stages[1].templateTexts == ["", "Rul"])
        #expect(plan.stages[2].templateTexts.isEmpty && plan.stages[2].recordTokens.isEmpty)
        #expect(plan.firstProblem?.stage == 2)
        #expect(
            plan.firstProblem?.problem.text == """
                Template part 2 cannot be shortened to tau 0.3 by "picky" in stage 2.
                No tool.
                x
                Get it.
                """)
        // Other prompts can be looked at, the stage's cannot.
        let record = input.records[0]
        #expect(try plan.rendered(record, stage: 3).joinedText == "q")
        #expect(throws: PromptsError.self) { try plan.rendered(record, stage: 2) }
        // And what is to be trained is never made like this.
        #expect(throws: PromptsError.self) { try StagePlan(schedule: falling, input: input) }
    }

    @Test func whatFailedIsNotTriedAgainUntilTheLedgerIsNew() throws {
        var input = input()
        let compressor = Picky()
        input.compressor = compressor
        input.ledger = CompressionLedger()
        for _ in 0..<3 { _ = try StagePlan(schedule: falling, input: input, keepsProblems: true) }
        #expect(compressor.calls.withLock { $0 } == 2)
        input.ledger = CompressionLedger()
        _ = try StagePlan(schedule: falling, input: input, keepsProblems: true)
        // The other rate is in the cache.
        #expect(compressor.calls.withLock { $0 } == 3)
    }

    @Test func whatIsNotCompressedYetIsPending() throws {
        var input = input()
        let compressor = Picky()
        input.compressor = compressor
        input.ledger = CompressionLedger()
        input.compressesMissing = false
        var plan = try StagePlan(schedule: falling, input: input, keepsProblems: true)
        #expect(plan.stages.map(\.problem) == [nil, .pending, .pending, nil])
        #expect(compressor.calls.withLock { $0 } == 0)
        var working = input
        working.compressesMissing = true
        try working.compressTemplates(rate: 0.6, stage: 1)
        #expect(throws: PromptsError.self) { try working.compressTemplates(rate: 0.3, stage: 2) }
        for stage in 1...2 { try plan.update(stage: stage, to: falling.stages[stage]) }
        #expect(plan.stages[1].problem == nil)
        guard case .failed(let text) = plan.stages[2].problem else {
            Issue.record("The failure is not told.")
            return
        }
        #expect(text.contains("in stage 2"))
    }

    /// A text that the cache does not keep, such as one with a zero byte, is made once a process.
    @Test func aCacheThatKeepsNothingIsNoReasonToCompressTwice() throws {
        struct Forgetful: CompressionCache {
            func text(for key: CompressionKey) -> String? { nil }
            func store(_ text: String, for key: CompressionKey) {}
        }
        var input = input()
        let compressor = Picky()
        input.compressor = compressor
        input.cache = Forgetful()
        input.ledger = CompressionLedger()
        try input.compressTemplates(rate: 0.6, stage: 1)
        input.compressesMissing = false
        #expect(try input.compressed("Rules.", rate: 0.6, part: 2) == "Rul")
        #expect(compressor.calls.withLock { $0 } == 1)
    }

    @Test func aStoppedCompressorTellsSoAndSaysHowFarItWas() throws {
        let steps = Mutex<[CompressionProgress]>([])
        let monitor = CompressionMonitor { step in steps.withLock { $0.append(step) } }
        struct Stepping: TemplateCompressor {
            let monitor: CompressionMonitor
            let name = "stepping"
            let settingsText = ""
            func compress(
                _ text: String, to rate: Double, countTokens: (String) -> Int
            ) throws -> String {
                try monitor.step("section", 1, of: 2)
                monitor.stop()
                try monitor.step("section", 2, of: 2)
                return ""
            }
        }
        var input = input()
        input.compressor = Stepping(monitor: monitor)
        input.monitor = monitor
        let plan = try StagePlan(schedule: falling, input: input, keepsProblems: true)
        #expect(plan.stages.map { $0.problem == nil } == [true, false, false, true])
        #expect(plan.stages[1].problem?.text.contains("Compressing was stopped") == true)
        #expect(
            steps.withLock { $0.map(\.text) } == [
                "compressing, stage tau 0.60", "compressing, section 1 of 2, stage tau 0.60",
                "compressing, stage tau 0.30",
            ])
    }

    @Test func examplesThatCannotBeFoundFailTheirStagesOnly() throws {
        struct Broken: ExampleRetriever {
            let name = "broken"
            let settingsText = ""
            func matches(
                for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
            ) throws -> [[ExampleMatch]] { throw Failing.Failure() }
        }
        var input = input()
        input.compressor = RulesCompressor()
        input.selector = ExampleSelector(Broken())
        let schedule = Schedule(stages: [
            StageSetting(compressionRate: 1, shots: 2, epochs: 1),
            StageSetting(compressionRate: 0, shots: 0, epochs: 1),
        ])
        let plan = try StagePlan(schedule: schedule, input: input, keepsProblems: true)
        #expect(
            plan.stages[0].problem
                == .failed(
                    "No examples can be found by \"broken\".\nNo tool.\nx\nGet it."))
        #expect(plan.stages[1].problem == nil)
        #expect(throws: Failing.Failure.self) { try StagePlan(schedule: schedule, input: input) }
    }

    @Test func aCompressorThatCannotBeMadeStillLeavesTheWholeAndTheQuery() throws {
        let compressor = FailedCompressor(name: "hand", failure: Failing.Failure())
        #expect(try compressor.compress("text", to: 1) { $0.count } == "text")
        #expect(try compressor.compress("text", to: 0) { $0.count } == "")
        #expect(throws: Failing.Failure.self) {
            try compressor.compress("text", to: 0.5) { $0.count }
        }
        #expect(throws: PromptsError.compressionRateOutOfRange(-1)) {
            try compressor.compress("text", to: -1) { $0.count }
        }
    }
}
