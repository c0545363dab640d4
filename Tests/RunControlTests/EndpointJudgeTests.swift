import ChatEndpoint
import Foundation
import JSONText
import Judging
import RunStore
import RunTestSupport
import TestSupport
import Testing

@testable import RunControl

/// A judge behind a real server on this machine.
@Suite struct EndpointJudgeTests {
    private static let pairs = (0..<10).map {
        AnswerPair(recordID: "r\($0)", query: "q\($0)", first: "good \($0)", second: "bad \($0)")
    }

    /// What the user's message says stands under A.
    private static func shownAsA(_ request: String) -> String {
        guard let body = request.range(of: "\r\n\r\n"),
            let json = try? JSONValue.parse(String(request[body.upperBound...])),
            let text = json["messages"]?.arrayValue?[1]["content"]?.stringValue,
            let start = text.range(of: "answer A -----\n")
        else { return "" }
        return String(text[start.upperBound...].prefix { $0 != "\n" })
    }

    /// Prefers good answers wherever they stand.
    private static func verdict(_ request: String) -> LocalServer.Answer {
        .content(shownAsA(request).hasPrefix("good") ? "A" : "B")
    }

    private func judge(
        _ server: LocalServer, _ store: RunStore, criteria: String? = nil, model: String = "m"
    ) -> EndpointJudge {
        EndpointJudge(
            ChatEndpoint(
                .init(
                    section: "evaluation.judge", url: server.url, model: model, timeoutSeconds: 600,
                    attempts: 2), environment: [:], wait: { _ in }),
            criteria: criteria, store: store)
    }

    @Test func goodAnswersWin() throws {
        let server = try LocalServer { Self.verdict($1) }
        defer { server.close() }
        let tally = try judge(server, .inMemory()).tally(Self.pairs)
        #expect(tally.wins == 10)
        #expect(tally.winRate.rate?.value == 1)
        #expect(server.requests.count == 20)
    }

    @Test func aJudgeThatAlwaysSaysAIsATie() throws {
        let server = try LocalServer([.content("A")])
        defer { server.close() }
        let tally = try judge(server, .inMemory()).tally(Self.pairs)
        #expect(tally.ties == 10)
        #expect(tally.orderDependentCount == 10)
    }

    @Test func aJudgeThatGoesDownCostsNothingThatItHasSaid() throws {
        let store = try RunStore.inMemory()
        // Fifteen verdicts, then nothing but failures.
        let failing = try LocalServer { number, request in
            number <= 15 ? Self.verdict(request) : .status(503, body: "")
        }
        let port = failing.port
        let error = #expect(throws: RunControlError.self) {
            try judge(failing, store).tally(Self.pairs)
        }
        failing.close()
        #expect(
            error?.description.replacing(":\(port)", with: "")
                == "The endpoint fails or is overloaded (status 503, tried 2 times).\n"
                + "http://127.0.0.1/v1\nTry again later.\n"
                + "The judge has judged 7 of 10 pairs; its verdicts are kept. The same command asks "
                + "about the rest.")
        // The same judge, back again: its identity is its address, so the memory is asked directly.
        let verdicts = try Self.pairs.prefix(8).map { pair in
            try store.preference(
                hash: pair.contentHash, judge: judge(failing, store).identity)
        }
        #expect(verdicts == Array(repeating: "first", count: 8))
    }

    @Test func verdictsAreNotAskedForAgain() throws {
        let store = try RunStore.inMemory()
        let server = try LocalServer { number, request in
            number <= 15 ? Self.verdict(request) : .hangUp
        }
        defer { server.close() }
        _ = try? judge(server, store).tally(Self.pairs)
        let asked = server.requests.count
        #expect(asked == 17)
        let tally = try judge(server, store).tally(Array(Self.pairs.prefix(7)))
        #expect(tally.wins == 7)
        #expect(server.requests.count == asked)
    }

    @Test func anotherModelOrOtherInstructionsAreAnotherJudge() throws {
        let store = try RunStore.inMemory()
        let server = try LocalServer { Self.verdict($1) }
        defer { server.close() }
        let pair = [Self.pairs[0]]
        _ = try judge(server, store).tally(pair)
        _ = try judge(server, store).tally(pair)
        #expect(server.requests.count == 2)
        _ = try judge(server, store, criteria: "Short.").tally(pair)
        #expect(server.requests.count == 4)
        _ = try judge(server, store, model: "other").tally(pair)
        #expect(server.requests.count == 6)
    }

    @Test func nonsenseIsCountedAndNamed() throws {
        let server = try LocalServer { _, request in
            Self.shownAsA(request).hasSuffix("3") ? .content("I like both.") : Self.verdict(request)
        }
        defer { server.close() }
        let tally = try judge(server, .inMemory()).tally(Self.pairs)
        #expect(tally.invalid == ["r3"])
        #expect(tally.wins == 9)
        // Each order of the one pair is asked twice.
        #expect(server.requests.count == 22)
    }

    @Test func theRequestNamesNoWay() throws {
        let server = try LocalServer { Self.verdict($1) }
        defer { server.close() }
        _ = try judge(server, .inMemory()).tally([Self.pairs[0]])
        for request in server.requests {
            for word in ["query-only", "full", "tuned", "base", "r0"] {
                #expect(!request.contains(word), "\(word)")
            }
        }
    }

    // MARK: In a project

    @Test func aProjectsJudgeNeedsItsKeyBeforeAnythingIsAsked() throws {
        let project = try SmallProject()
        try project.replace(
            in: "project.yaml", "evaluation:\n",
            with: """
                evaluation:
                  metric: judge
                  judge:
                    endpoint: http://127.0.0.1:1/v1
                    model: m
                    key_variable: PROMPTINTERN_NO_SUCH_KEY

                """)
        let store = try project.openStore()
        let error = #expect(throws: ChatEndpointError.self) {
            try project.prepared(store).metric(store: store)
        }
        #expect(error?.problem == .missingKey(variable: "PROMPTINTERN_NO_SUCH_KEY"))
        #expect(error?.section == "evaluation.judge")
    }

    @Test func whatNeedsAFigureOfOneArmRefusesPairs() throws {
        let project = try SmallProject()
        try project.replace(
            in: "project.yaml", "evaluation:\n", with: "evaluation:\n  metric: rating\n")
        let prepared = try project.prepared()
        #expect(throws: RunControlError.metricOfPairs("rating")) { try prepared.answerMetric() }
        guard case .rating = try prepared.metric(store: project.openStore()) else {
            Issue.record("another metric")
            return
        }
    }
}
