import Foundation
import Prompts
import RunTestSupport
import Testing
import Workbench

/// What the screen learns while templates are compressed.
@Suite struct CompressionServicesTests {
    private func project(_ command: String, more: String = "") throws -> SmallProject {
        let project = try SmallProject()
        try project.write(
            "project.yaml",
            project.read("project.yaml") + "compressor:\n  kind: command\n  command: \(command)\n"
                + more)
        return project
    }

    private func plan(_ message: ServiceMessage, _ isWanted: (PlanPreview) -> Bool) -> PlanPreview?
    {
        message.plan.flatMap { isWanted($0) ? $0 : nil }
    }

    private func text(_ problem: StageProblem?) -> String {
        if case .failed(let text) = problem { text } else { "" }
    }

    /// The project, its other stages and their prompts are there while a command hangs; a key ends
    /// it, another tries again.
    @Test func aHangingCommandKeepsNothingElseWaiting() throws {
        let project = try project("echo $$ > pid; test -e quick || sleep 300; head -c 20")
        let desk = Desk(project)
        let snapshot = try #require(desk.load())
        #expect(snapshot.records.count == 36)
        let schedule = snapshot.schedule
        let first = try #require(desk.ask(.plan(schedule, revision: 1)) { $0.plan })
        #expect(first.problems == [1: .pending])
        #expect(first.stages[0].templateTokens > 0)
        #expect(first.stages.map(\.stepCount) == [6, 6, 12])
        let progress = desk.wait { message in
            if case .compressing(let text) = message, text.contains("tau") { text } else { nil }
        }
        #expect(progress == "compressing, stage tau 0.50")
        // Other prompts and the runs come while it hangs.
        let id = project.training[0].id
        let preview = desk.ask(
            .recordPreview(recordID: id, stage: 0, schedule: schedule, revision: 1)
        ) { $0.preview }
        #expect(preview?.stage == 0)
        let refused = desk.ask(
            .recordPreview(recordID: id, stage: 1, schedule: schedule, revision: 1)
        ) { message in
            if case .recordPreviewFailed(_, 1, _, let text) = message { text } else { nil }
        }
        #expect(refused?.hasPrefix("The template is not compressed to tau 0.5 yet.") == true)
        #expect(desk.ask(.listRuns) { $0.runs }?.isEmpty == true)
        // Stopped, it says so, and its program is gone.
        let stopped = desk.ask(.stopCompressing) { plan($0) { $0.problems[1] != .pending } }
        let reason = text(stopped?.problems[1])
        #expect(reason.contains("Compressing was stopped before it was done."))
        let pid = try #require(
            Int32(project.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(pid, 0) != 0)
        let refusal = desk.ask(.startTraining(schedule)) { $0.failure }
        #expect(refusal?.hasPrefix("The training cannot start: Template part 1 cannot be") == true)
        // Tried again, it is done.
        try project.write("quick", "")
        let done = desk.ask(.compressAgain(schedule, revision: 1)) {
            plan($0) { $0.problems.isEmpty }
        }
        #expect(done?.stages[1].templateTokens ?? 0 > 0)
    }

    @Test func aFailingCommandIsToldByItsStageAndMendedSettingsAreRead() throws {
        let project = try project("exit 7")
        let desk = Desk(project)
        let schedule = try #require(desk.load()).schedule
        let failed = desk.ask(.plan(schedule, revision: 1)) {
            plan($0) { $0.problems[1] != .pending }
        }
        let reason = text(failed?.problems[1])
        #expect(reason.contains("failed: exit status 7"))
        #expect(failed?.problems.count == 1)
        try project.replace(in: "project.yaml", "exit 7", with: "head -c 20")
        let done = desk.ask(.compressAgain(schedule, revision: 1)) {
            plan($0) { $0.problems.isEmpty }
        }
        #expect(done != nil)
    }

    /// A user leaves while a command hangs.
    @Test func leavingEndsTheCommand() throws {
        let project = try project("echo $$ > pid; sleep 300")
        let desk = Desk(project)
        let schedule = try #require(desk.load()).schedule
        desk.services.send(.plan(schedule, revision: 1))
        let file = project.url.appending(path: "pid").path
        let end = ContinuousClock.now + .seconds(20)
        while (try? String(contentsOfFile: file, encoding: .utf8))?.hasSuffix("\n") != true,
            ContinuousClock.now < end
        {
            usleep(20_000)
        }
        let pid = try #require(
            Int32(project.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        desk.services.close()
        #expect(kill(pid, 0) != 0)
    }

    @Test func editsThatNeedNothingNewAreAnsweredAtOnce() throws {
        let desk = Desk(try project("echo x >> calls; head -c 20"))
        var schedule = try #require(desk.load()).schedule
        _ = desk.ask(.plan(schedule, revision: 1)) { plan($0) { $0.problems.isEmpty } }
        schedule.stages[0].epochs = 3
        let edited = desk.ask(.plan(schedule, revision: 2)) { $0.plan }
        #expect(edited?.problems.isEmpty == true)
        #expect(edited?.stages.map(\.stepCount) == [9, 6, 12])
        #expect(try desk.project.read("calls") == "x\n")
    }
}
