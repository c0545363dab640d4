import Synchronization
import TestSupport
import Testing

@testable import Prompts

@Suite struct StagePlanTests {
    private let template = """
        Never use a function that is not listed.
        Please be so kind as to do your best, thank you.
        SUMBY(column, key) adds a column.
        """

    private func records(_ count: Int) -> [PromptRecord] {
        (0..<count).map {
            PromptRecord(
                id: "r\($0)", query: "question \($0)", output: "SUMBY(c\($0), k\($0 % 3))",
                split: .train, source: RecordSource(file: "train.jsonl", line: $0 + 1))
        }
    }

    private static let words: @Sendable (String) -> Int = {
        $0.split(whereSeparator: \.isWhitespace).count
    }

    private func input(
        _ records: [PromptRecord], limit: Int? = nil,
        countTokens: @escaping @Sendable (String) -> Int = Self.words
    ) -> PlanInput {
        PlanInput(
            layout: .standard(
                template: template, queryFormat: "Q: {query}\nF:",
                exampleFormat: "Q: {input}\nF: {output}"),
            records: records, contextLimit: limit, countTokens: countTokens)
    }

    private let schedule = Schedule(stages: [
        StageSetting(compressionRate: 1, shots: 4, epochs: 2),
        StageSetting(compressionRate: 0.6, shots: 2, epochs: 3),
        StageSetting(compressionRate: 0, shots: 0, epochs: 1),
    ])

    @Test func promptsShrinkFromStageToStageAndEndAsTheQuery() throws {
        let plan = try StagePlan(schedule: schedule, input: input(records(8)))
        #expect(plan.stages.map(\.achievedRate)[0] == 1)
        #expect(plan.stages.map(\.achievedRate)[2] == 0)
        #expect(plan.stages[1].templateTokens == 13)
        #expect(plan.stages[1].fullTemplateTokens == 24)
        for record in 0..<8 {
            let spans = try (0..<3).map { try plan.rendered(record: record, stage: $0) }
            #expect(spans[0].map(\.kind) == [.template, .examples, .query])
            #expect(spans[2] == [PromptSpan(kind: .query, text: "Q: question \(record)\nF:")])
            #expect(spans[0].last == spans[2].last)
            #expect(spans[1].last == spans[2].last)
            for stage in 0..<3 {
                #expect(
                    plan.stages[stage].recordTokens[record] == Self.words(spans[stage].joinedText))
            }
            #expect(
                !spans[0].joinedText.replacing("Q: question \(record)\nF:", with: "")
                    .contains("question \(record)\n"))
        }
        #expect(plan.stages[2].tokensPerEpoch == 8 * 4)
        #expect(plan.stages[1].totalTokens == 3 * plan.stages[1].tokensPerEpoch)
        #expect(plan.totalTokens == plan.stages.reduce(0) { $0 + $1.totalTokens })
    }

    @Test func changeOfOneStageCountsThatStageOnlyAndGoingBackCountsNothing() throws {
        let calls = Counter()
        var plan = try StagePlan(
            schedule: schedule,
            input: input(records(8)) { text in
                calls.add()
                return Self.words(text)
            })
        let before = plan
        let stages = plan.stages
        var setting = stages[1].setting
        setting.shots = 3
        var start = calls.value
        try plan.update(stage: 1, to: setting)
        #expect(calls.value - start <= 8 + 2)
        #expect(plan.stages[0] == stages[0])
        #expect(plan.stages[2] == stages[2])
        #expect(plan.stages[1].tokensPerEpoch > stages[1].tokensPerEpoch)
        start = calls.value
        try plan.update(stage: 1, to: stages[1].setting)
        #expect(calls.value - start <= 2)
        #expect(plan.stages == before.stages)
    }

    @Test func incrementalPlanEqualsAFreshOne() throws {
        var random = SeededRandom(seed: 5)
        var plan = try StagePlan(schedule: schedule, input: input(records(9)))
        for _ in 0..<20 {
            try plan.update(
                stage: random.int(0...2),
                to: StageSetting(
                    compressionRate: Double(random.int(0...10)) / 10, shots: random.int(0...12),
                    epochs: random.int(1...4)))
            let fresh = try StagePlan(schedule: plan.schedule, input: input(records(9)))
            #expect(plan.stages == fresh.stages)
        }
        try plan.insert(StageSetting(compressionRate: 0.5, shots: 1, epochs: 1), at: 1)
        #expect(plan.stages.map(\.index) == [0, 1, 2, 3])
        plan.remove(stage: 0)
        #expect(plan.stages.map(\.index) == [0, 1, 2])
    }

    @Test func heldOutRecordIsRenderedWithExamplesOfTheBank() throws {
        let plan = try StagePlan(schedule: schedule, input: input(records(8)))
        let asked = PromptRecord(
            id: "v", query: "question 5 again", output: "?", split: .validation,
            source: RecordSource(file: "validation.jsonl", line: 1))
        let spans = try plan.rendered(asked, stage: 0)
        #expect(spans[1].text.hasPrefix("Q: question 5\nF: SUMBY(c5, k2)\n\n"))
        #expect(try plan.renderedQueryOnly(asked).joinedText == "Q: question 5 again\nF:")
        #expect(try plan.rendered(records(8)[3], stage: 1) == plan.rendered(record: 3, stage: 1))
    }

    @Test func aDressIsCountedAndStandsInAllPrompts() throws {
        var input = input(records(8))
        input.dress = { spans in
            [PromptSpan(kind: .pinned, text: "<s> ")] + spans
                + [PromptSpan(kind: .pinned, text: " [END]")]
        }
        let plan = try StagePlan(schedule: schedule, input: input)
        let spans = try plan.rendered(record: 1, stage: 0)
        #expect(spans.map(\.kind) == [.pinned, .template, .examples, .query, .pinned])
        #expect(plan.stages[0].recordTokens[1] == Self.words(spans.joinedText))
        #expect(
            try plan.renderedQueryOnly(records(8)[1]).joinedText == "<s> Q: question 1\nF: [END]")
        #expect(try plan.rendered(record: 1, stage: 2).joinedText == "<s> Q: question 1\nF: [END]")
        #expect(
            plan.warnings()
                == (try StagePlan(schedule: schedule, input: self.input(records(8))))
                .warnings())
    }

    @Test func aDressThatChangesTheQueryIsRefusedWithStageAndRecord() throws {
        var input = input(records(8))
        input.dress = { spans in
            let isLong = spans.contains { $0.kind == .template }
            return spans + [PromptSpan(kind: .pinned, text: isLong ? " " : "")]
        }
        let refused = #expect(throws: PromptsError.self) {
            try StagePlan(schedule: schedule, input: input)
        }
        #expect(refused == .queryDiffers(recordID: "r0", source: "train.jsonl, line 1", stage: 0))
        input.dress = { spans in [PromptSpan(kind: .pinned, text: spans.joinedText)] }
        let lost = #expect(throws: PromptsError.self) {
            try StagePlan(schedule: schedule, input: input)
        }
        #expect(lost == .queryNotFound(recordID: "r0", source: "train.jsonl, line 1"))
    }

    @Test func ownTemplateAndExamplesOfARecordAreUsed() throws {
        var records = records(4)
        records[2].template = "Mine only."
        records[2].examples = [Example(input: "i", output: "o")]
        let plan = try StagePlan(schedule: schedule, input: input(records))
        #expect(
            try plan.rendered(record: 2, stage: 0).joinedText
                == "Mine only.\n\nQ: i\nF: o\n\nQ: question 2\nF:")
        #expect(plan.stages[0].recordTokens[2] == 10)
    }

    @Test func smallBankAndLongPromptsAreWarnedOf() throws {
        let plan = try StagePlan(schedule: schedule, input: input(records(3), limit: 39))
        #expect(
            plan.warnings() == [
                "The example bank has 3 records, which leaves 2 for a prompt, "
                    + "but the schedule asks for 4: prompts will hold fewer examples.",
                "In stage 0 the prompt of record \"r0\" (train.jsonl, line 1) has 40 tokens, "
                    + "but the context holds 39. 3 prompts are too long, this one most.",
            ])
    }

    @Test func impossibleRateIsRefused() {
        #expect(throws: PromptsError.compressionRateOutOfRange(-0.1)) {
            try StagePlan(
                schedule: Schedule(stages: [
                    StageSetting(compressionRate: -0.1, shots: 0, epochs: 1)
                ]), input: input(records(2)))
        }
    }
}

/// How often a closure was called.
private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
}
