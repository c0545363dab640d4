import Foundation
import RunTestSupport
import TestSupport
import Testing

/// `promptintern compare` with a judge behind a server on this machine.
@Suite(.enabled(if: Workbench.binary != nil, Workbench.reason))
struct JudgeEndToEndTests {
    private static let key = "sk-secret-of-the-test"

    private struct Compared: Decodable {
        struct Judged: Decodable {
            struct Verdict: Decodable { var decision: String }
            var metric: String
            var ties: Int
            var order_dependent: Int
            var verdict: Verdict?
        }
        var judged: Judged
    }

    private func project(_ url: String) throws -> SmallProject {
        let project = try SmallProject()
        try project.replace(
            in: "project.yaml", "evaluation:\n",
            with: """
                evaluation:
                  metric: judge
                  judge:
                    endpoint: \(url)
                    model: small
                    key_variable: JUDGE_KEY
                    attempts: 1

                """)
        return project
    }

    private func run(
        _ project: SmallProject, _ command: String, _ arguments: String..., key: String = key
    ) throws -> CommandResult {
        try CommandResult.run(
            [try #require(Workbench.binary), command, project.url.path] + arguments,
            environment: ["JUDGE_KEY": key])
    }

    @Test func aTrainedModelIsJudgedOnceAndResumed() throws {
        // Down after the fifth answer, and back for the second command.
        let server = try LocalServer { number, _ in
            number == 6 ? .status(503, body: "{}") : .content("A")
        }
        defer { server.close() }
        let project = try project(server.url)
        #expect(try run(project, "train", "--json").status == 0)
        let failed = try run(project, "compare", "--json")
        #expect(failed.status != 0)
        #expect(
            failed.error.contains("The judge has judged 2 of 6 pairs; its verdicts are kept."),
            "\(failed.error)")
        #expect(server.requests.count == 6)
        let judged = try run(project, "compare", "--json")
        #expect(judged.status == 0, "\(judged.error)")
        #expect(server.requests.count == 13)
        let found = try JSONDecoder().decode(Compared.self, from: Data(judged.output.utf8)).judged
        #expect(found.metric == "judge small at \(server.url)")
        #expect(found.ties == 6)
        #expect(found.order_dependent == 6)
        #expect(found.verdict?.decision == "train on")
        #expect(server.requests.allSatisfy { $0.contains("Authorization: Bearer \(Self.key)") })
        for text in [failed.error, judged.output, judged.error] {
            #expect(!text.contains(Self.key))
        }
        let history = try Data(
            contentsOf: project.url.appending(path: ".promptintern/history.sqlite"))
        #expect(history.range(of: Data(Self.key.utf8)) == nil)
    }

    @Test func whatCannotBeJudgedIsSaidBeforeAnythingIsAsked() throws {
        let project = try project("http://127.0.0.1:1/v1")
        let missing = try run(project, "compare", key: "")
        #expect(missing.status != 0)
        #expect(
            missing.error.contains(
                "The environment variable JUDGE_KEY with the endpoint's key is not set."))
        let down = try run(project, "compare")
        #expect(down.status != 0)
        #expect(down.error.contains("The endpoint cannot be reached (tried once): "))
        #expect(down.error.contains("Start it, or correct evaluation.judge.endpoint."))
    }
}
