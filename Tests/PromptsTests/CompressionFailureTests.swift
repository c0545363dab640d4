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
}
