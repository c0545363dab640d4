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

    /// A project whose compressor fails: the rest of the plan is there, with the reason and a status
    /// that a script notices.
    @Test func aStageThatCannotBeMadeIsAnErrorBesideTheRest() throws {
        let folder = try TemporaryFolder()
        let project = folder.url.appending(path: "formulas")
        try FileManager.default.copyItem(at: Workbench.sampleProject, to: project)
        let file = project.appending(path: "project.yaml")
        let model = Workbench.sampleProject.appending(path: "../models/base").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("../models/base", with: model.path)
            .replacing("  kind: rules", with: "  kind: command\n  command: exit 7")
        try Data(text.utf8).write(to: file)
        let arguments = [
            try #require(Workbench.binary), "plan", project.path, "--history",
            folder.url.appending(path: "history.sqlite").path,
        ]
        let result = try CommandResult.run(arguments)
        #expect(result.status == 1)
        #expect(result.output.contains("failed"))
        #expect(result.output.contains("input tokens (without the stages that failed) in "))
        #expect(
            result.error.contains("Error: Stage 1 cannot be trained. Template part 1 cannot be"))
        #expect(result.error.contains("The compressor command failed: exit status 7."))
        struct Plan: Decodable {
            struct Stage: Decodable {
                var problem: String?
                var tokens: Int
            }
            var stages: [Stage]
            var refusal: String?
        }
        let json = try CommandResult.run(arguments + ["--json"])
        #expect(json.status == 1 && json.error == "")
        let plan = try JSONDecoder().decode(Plan.self, from: Data(json.output.utf8))
        #expect(plan.stages.map { $0.problem == nil } == [true, false, false, true])
        #expect(plan.stages[0].tokens > 0 && plan.stages[3].tokens > 0)
        #expect(plan.refusal?.contains("exit status 7") == true)
        var train = arguments
        train[1] = "train"
        let refused = try CommandResult.run(train)
        #expect(refused.status == 1)
        #expect(refused.error.contains("exit status 7"))
    }

    /// The command has a group of its own, which Ctrl-C in a terminal does not reach. (A shell lets
    /// what it starts behind it ignore SIGINT, so that the other two stand for it.)
    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsTheCompressorsCommandToo(number: Int32)
        throws
    {
        let folder = try TemporaryFolder()
        let project = folder.url.appending(path: "formulas")
        try FileManager.default.copyItem(at: Workbench.sampleProject, to: project)
        let file = project.appending(path: "project.yaml")
        let model = Workbench.sampleProject.appending(path: "../models/base").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("../models/base", with: model.path)
            .replacing(
                "  kind: rules", with: "  kind: command\n  command: echo $$ > pid; sleep 300")
        try Data(text.utf8).write(to: file)
        let pid = project.appending(path: "pid").path
        // The shell waits for the command's start, then signals.
        let script = """
            "$0" compress "$1" --rate 0.5 --history "$2" & program=$!
            while ! test -s "$3"; do sleep 0.05; done
            kill -\(number) $program; wait $program; echo $?
            """
        let result = try CommandResult.run([
            "sh", "-c", script, try #require(Workbench.binary), project.path,
            folder.url.appending(path: "history.sqlite").path, pid,
        ])
        #expect(result.output.hasSuffix("\(128 + number)\n"))
        let child = try #require(
            Int32(
                String(contentsOfFile: pid, encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)))
        var isGone = false
        for _ in 0..<200 where !isGone {
            isGone = kill(child, 0) != 0
            usleep(20_000)
        }
        #expect(isGone)
    }
}
