import Foundation
import TestSupport
import Testing

/// What `promptintern plan` tells scripts.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct PlanEndToEndTests {
    private struct Plan: Decodable {
        struct Stage: Decodable {
            var largestBatchTokens: Int
            var predictedMemoryGb: Double
        }
        var stages: [Stage]
        var precision: String
        var base: String
        var predictedMemoryGb: Double
    }

    @Test func itTellsTheMemoryOfEveryStage() throws {
        let folder = try TemporaryFolder()
        let result = try CommandResult.run([
            try #require(Workbench.binary), "plan", Workbench.sampleProject.path, "--json",
            "--history", folder.url.appending(path: "history.sqlite").path,
        ])
        #expect(result.error == "")
        #expect(result.status == 0)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let plan = try decoder.decode(Plan.self, from: Data(result.output.utf8))
        #expect(["float32", "bfloat16"].contains(plan.precision))
        #expect(plan.base == plan.precision)
        // Prompts shrink, and memory with them.
        let rows = plan.stages.map(\.largestBatchTokens)
        let memory = plan.stages.map(\.predictedMemoryGb)
        #expect(rows.count == 4)
        #expect(rows == rows.sorted(by: >))
        #expect(memory == memory.sorted(by: >))
        #expect(plan.predictedMemoryGb == memory[0])
        #expect(memory[3] > 0.06)
    }
}
