import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

@testable import ChatEndpoint

/// Against a real server on this machine that misbehaves in every way there is.
@Suite struct ChatEndpointTests {
    private final class Waits: Sendable {
        private let list = Mutex<[Double]>([])
        var seconds: [Double] { list.withLock { $0 } }
        func add(_ seconds: Double) { list.withLock { $0.append(seconds) } }
    }

    private static let key = "sk-secret-1234"

    private func ask(
        _ server: LocalServer, _ waits: Waits = Waits(), timeout: Double = 600, attempts: Int = 4,
        keyVariable: String? = "TEST_KEY"
    ) throws -> String {
        try ChatEndpoint(
            .init(
                section: "judge", url: server.url, model: "small", keyVariable: keyVariable,
                timeoutSeconds: timeout, attempts: attempts),
            environment: ["TEST_KEY": Self.key], byteLimit: Self.byteLimit, wait: { waits.add($0) }
        ).answer(
            [ChatMessage(.system, "Shorten."), ChatMessage(.user, "A \"long\" text.")],
            maximumTokens: 7)
    }

    private static let byteLimit = 100_000

    private func error(
        _ answers: [LocalServer.Answer], _ waits: Waits = Waits(), timeout: Double = 600,
        attempts: Int = 4
    ) throws -> ChatEndpointError.Problem? {
        let server = try LocalServer(answers)
        defer { server.close() }
        do {
            let answer = try ask(server, waits, timeout: timeout, attempts: attempts)
            Issue.record("answered \(answer)")
            return nil
        } catch {
            let message = "\(error)".replacing(server.url, with: "URL")
            #expect(!message.contains(Self.key), "the key is shown: \(message)")
            #expect(message.split(separator: "\n").count == 3, "\(message)")
            #expect(message.contains("\nURL\n"))
            return (error as? ChatEndpointError)?.problem
        }
    }

    @Test func aRequestIsAChatCompletion() throws {
        let server = try LocalServer([.content("short")])
        defer { server.close() }
        #expect(try ask(server) == "short")
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
        #expect(request.contains("Authorization: Bearer \(Self.key)\r\n"))
        let body = try #require(request.range(of: "\r\n\r\n")).upperBound
        let json = try JSONValue.parse(String(request[body...]))
        #expect(json["model"]?.stringValue == "small")
        #expect(json["max_tokens"]?.intValue == 7)
        #expect(json["messages"]?.arrayValue?.count == 2)
        #expect(json["messages"]?.arrayValue?[1]["content"]?.stringValue == "A \"long\" text.")
    }

    @Test func withoutAVariableNoKeyIsSent() throws {
        let server = try LocalServer([.content("short")])
        defer { server.close() }
        #expect(try ask(server, keyVariable: nil) == "short")
        #expect(!server.requests[0].contains("Authorization"))
        let error = #expect(throws: ChatEndpointError.self) {
            try ask(server, keyVariable: "OTHER")
        }
        #expect(
            error?.description
                == "The environment variable OTHER with the endpoint's key is not set.\n\(server.url)"
                + "\nSet it, or remove judge.key_variable where the endpoint needs no key.")
        #expect(server.requests.count == 1)
    }

    @Test func aKeyFromAFileIsTrimmedAndABrokenOneRefused() throws {
        let server = try LocalServer([.content("short")])
        defer { server.close() }
        func ask(key: String) throws -> String {
            try ChatEndpoint(
                .init(section: "s", url: server.url, model: "m", keyVariable: "K"),
                environment: ["K": key]
            ).answer([], maximumTokens: 1)
        }
        #expect(try ask(key: " sk-1\n") == "short")
        #expect(server.requests[0].contains("Authorization: Bearer sk-1\r\n"))
        let error = #expect(throws: ChatEndpointError.self) { try ask(key: "sk\r\nX-Other: 1") }
        #expect(error?.problem == .malformedKey(variable: "K"))
        #expect(error?.description.contains("X-Other") == false)
        #expect(server.requests.count == 1)
    }

    @Test func aQueryStaysBehindThePathAndSecretsInAnAddressAreNotShown() throws {
        let server = try LocalServer([.status(404, body: "")])
        defer { server.close() }
        let endpoint = ChatEndpoint(
            .init(
                section: "s", url: "http://me:word@127.0.0.1:\(server.port)/v1/?api-version=7",
                model: "m"))
        let error = #expect(throws: ChatEndpointError.self) {
            try endpoint.answer([], maximumTokens: 1)
        }
        #expect(server.requests[0].hasPrefix("POST /v1/chat/completions?api-version=7 HTTP"))
        #expect(error?.url == "http://127.0.0.1:\(server.port)/v1/")
        #expect(endpoint.shownURL == error?.url)
    }

    @Test func anOverloadedServerIsAskedAgainWithLongerWaits() throws {
        let server = try LocalServer([
            .status(503, body: "busy"), .status(500, body: ""), .hangUp, .content("at last"),
        ])
        defer { server.close() }
        let waits = Waits()
        #expect(try ask(server, waits) == "at last")
        #expect(waits.seconds == [1, 2, 4])
        #expect(server.requests.count == 4)
    }

    @Test func retryAfterIsObeyed() throws {
        let server = try LocalServer([
            .status(429, headers: ["Retry-After": "7"], body: "{}"), .content("now"),
        ])
        defer { server.close() }
        let waits = Waits()
        #expect(try ask(server, waits) == "now")
        #expect(waits.seconds == [7])
    }

    @Test func patienceEnds() throws {
        let waits = Waits()
        guard
            case .busy(429, 3) = try error([.status(429, body: "slow down")], waits, attempts: 3)
        else {
            Issue.record("another error")
            return
        }
        #expect(waits.seconds == [1, 2])
    }

    @Test func aServerThatAsksForAnHourIsNotWaitedFor() throws {
        let waits = Waits()
        let found = try error(
            [.status(429, headers: ["Retry-After": "3600"], body: "")], waits)
        guard case .longWait(429, 3600, 60) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(waits.seconds.isEmpty)
    }

    @Test func retryAfterIsReadAsSecondsOrAsADate() {
        let now = Date(timeIntervalSince1970: 784_111_777)
        func seconds(_ text: String) -> Double? {
            HTTPExchange.seconds(retryAfter: text, now: now)
        }
        #expect(seconds(" 120 ") == 120)
        #expect(seconds("-3") == 0)
        #expect(seconds("Sun, 06 Nov 1994 08:50:07 GMT") == 30)
        #expect(seconds("Sun, 06 Nov 1994 08:49:00 GMT") == 0)
        #expect(seconds("soon") == nil)
    }

    @Test(arguments: [401, 403])
    func aRefusedKeyIsNotTriedAgainAndNotShown(status: Int) throws {
        let waits = Waits()
        let body = #"{"error":{"message":"Incorrect API key provided: sk-secret-1234"}}"#
        let found = try error([.status(status, body: body)], waits)
        guard case .keyRefused(status, "TEST_KEY") = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(waits.seconds.isEmpty)
    }

    @Test func anotherRefusalShowsWhatTheServerSays() throws {
        let body = #"{"error":{"message":"no model\n\u001b[31msmall for sk-secret-1234"}}"#
        let found = try error([.status(404, body: body)])
        guard case .refused(404, let message) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(message == "no model [31msmall for (key)")
    }

    @Test func aRedirectIsNotFollowed() throws {
        let other = try LocalServer([.content("stolen")])
        defer { other.close() }
        let found = try error([.status(307, headers: ["Location": other.url], body: "")])
        guard case .refused(307, _) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: [
        ("<html>", "it is not JSON"), ("{}", "it has no \"choices\""),
        (#"{"choices": []}"#, "it has no \"choices\""),
        (
            #"{"choices": [{"text": "x"}]}"#,
            "its first choice has no \"message\" with \"content\""
        ),
        (#"{"choices": [{"message": {"content": [1]}}]}"#, "its \"content\" is no text"),
    ])
    func nonsenseIsNamed(body: String, reason: String) throws {
        guard case .nonsense(reason) = try error([.status(200, body: body)]) else {
            Issue.record("another error")
            return
        }
    }

    @Test func anEmptyAnswerIsEmpty() throws {
        let server = try LocalServer([
            .status(200, body: #"{"choices": [{"message": {"content": null}}]}"#)
        ])
        defer { server.close() }
        #expect(try ask(server) == "")
    }

    @Test func aSilentServerTimesOut() throws {
        let found = try error([.silence], timeout: 0.5, attempts: 2)
        guard case .timedOut(0.5, 2) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func whatIsNoHTTPIsUnreachable() throws {
        let found = try error([.bytes(Array("hello\n".utf8))], attempts: 1)
        guard case .unreachable = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func aServerThatIsDownIsNamed() throws {
        let server = try LocalServer([.silence])
        let url = server.url
        server.close()
        let endpoint = ChatEndpoint(
            .init(section: "judge", url: url, model: "m", timeoutSeconds: 5, attempts: 2),
            wait: { _ in })
        let found = #expect(throws: ChatEndpointError.self) {
            try endpoint.answer([], maximumTokens: 1)
        }
        let message = try #require(found).description
        #expect(message.hasPrefix("The endpoint cannot be reached (tried 2 times): "))
        #expect(
            message.hasSuffix("\n\(url)\nStart it, or correct judge.endpoint."))
    }

    @Test func aNameThatNobodyKnowsIsUnreachable() throws {
        // ".invalid" is kept free of hosts (RFC 2606).
        let endpoint = ChatEndpoint(
            .init(
                section: "s", url: "http://nowhere.invalid/v1", model: "m", timeoutSeconds: 20,
                attempts: 1))
        let found = #expect(throws: ChatEndpointError.self) {
            try endpoint.answer([], maximumTokens: 1)
        }
        guard case .unreachable(let reason, 1) = found?.problem else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func aBodyWithoutEndIsCutOff() throws {
        let waits = Waits()
        #expect(
            try error([.endless(blockSize: 10_000)], waits) == .tooLong(byteLimit: Self.byteLimit))
        #expect(waits.seconds.isEmpty)
    }

    @Test func aSlowDripIsNotWaitedFor() throws {
        // Each byte comes in time, the answer as a whole does not.
        let server = try LocalServer([.drip(pauseSeconds: 0.05)])
        defer { server.close() }
        let start = ContinuousClock.now
        let found = #expect(throws: ChatEndpointError.self) {
            try ask(server, timeout: 0.3, attempts: 1)
        }
        #expect(found?.problem == .timedOut(seconds: 0.3, attempts: 1))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: ["ftp://x/v1", "nothing", ""])
    func anAddressThatIsNoneIsRefused(url: String) {
        let endpoint = ChatEndpoint(.init(section: "s", url: url, model: "m"))
        #expect(throws: ChatEndpointError(.invalidURL, url: url, section: "s")) {
            try endpoint.answer([], maximumTokens: 1)
        }
    }
}
