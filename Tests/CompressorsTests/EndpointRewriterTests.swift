import Foundation
import JSONText
import Prompts
import Synchronization
import Testing

@testable import Compressors

@Suite struct EndpointRewriterTests {
    private final class Waits: Sendable {
        private let list = Mutex<[Double]>([])
        var seconds: [Double] { list.withLock { $0 } }
        func add(_ seconds: Double) { list.withLock { $0.append(seconds) } }
    }

    private static let key = "sk-secret-1234"

    private func ask(
        _ server: LocalServer, _ waits: Waits = Waits(), timeout: Double = 20, attempts: Int = 4,
        keyVariable: String? = "TEST_KEY"
    ) throws -> String {
        try EndpointRewriter(
            .init(
                url: server.url, model: "small", keyVariable: keyVariable,
                timeoutSeconds: timeout, attempts: attempts),
            environment: ["TEST_KEY": Self.key], wait: { waits.add($0) }
        ).rewrite(instruction: "Shorten.", text: "A \"long\" text.", maximumTokens: 7)
    }

    private func error(
        _ answers: [LocalServer.Answer], _ waits: Waits = Waits(), timeout: Double = 20,
        attempts: Int = 4
    ) throws -> CompressorError? {
        let server = try LocalServer(answers)
        defer { server.close() }
        do {
            let answer = try ask(server, waits, timeout: timeout, attempts: attempts)
            Issue.record("answered \(answer)")
            return nil
        } catch {
            let message = "\(error)".replacing(server.url, with: "URL")
            #expect(!message.contains(Self.key), "the key is shown: \(message)")
            return error as? CompressorError
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
        #expect(throws: CompressorError.missingKey(variable: "OTHER", url: server.url)) {
            try ask(server, keyVariable: "OTHER")
        }
        #expect(server.requests.count == 1)
    }

    @Test func settingsHoldNoKey() {
        let rewriter = EndpointRewriter(
            .init(url: "http://x/v1", model: "m", keyVariable: "TEST_KEY"),
            environment: ["TEST_KEY": Self.key])
        #expect(rewriter.settingsText == "endpoint http://x/v1 m")
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
            case .busy(_, 429, 3) = try error([.status(429, body: "slow down")], waits, attempts: 3)
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
        guard case .longWait(_, 429, 3600, 60) = found else {
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
        guard case .keyRefused(_, status, "TEST_KEY") = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(waits.seconds.isEmpty)
    }

    @Test func anotherRefusalShowsWhatTheServerSays() throws {
        let body = #"{"error":{"message":"no model\nsmall for sk-secret-1234"}}"#
        let found = try error([.status(404, body: body)])
        guard case .refused(_, 404, let message) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(message == "no model small for (key)")
    }

    @Test func aRedirectIsNotFollowed() throws {
        let other = try LocalServer([.content("stolen")])
        defer { other.close() }
        let found = try error([.status(307, headers: ["Location": other.url], body: "")])
        guard case .refused(_, 307, _) = found else {
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
        guard case .nonsense(_, reason) = try error([.status(200, body: body)]) else {
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
        guard case .timedOut(_, 0.5, 2) = found else {
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
        let rewriter = EndpointRewriter(
            .init(url: url, model: "m", timeoutSeconds: 5, attempts: 2), wait: { _ in })
        let found = #expect(throws: CompressorError.self) {
            try rewriter.rewrite(instruction: "", text: "x", maximumTokens: 1)
        }
        let message = try #require(found).description
        #expect(message.hasPrefix("The endpoint cannot be reached (tried 2 times): "))
        #expect(
            message.hasSuffix("\n\(url)\nStart it, or correct compressor.endpoint."))
    }

    @Test(arguments: ["ftp://x/v1", "nothing", ""])
    func anAddressThatIsNoneIsRefused(url: String) {
        let rewriter = EndpointRewriter(.init(url: url, model: "m"))
        #expect(throws: CompressorError.invalidURL(url)) {
            try rewriter.rewrite(instruction: "", text: "x", maximumTokens: 1)
        }
    }

    @Test func anEndpointWritesATemplateShorter() throws {
        let server = try LocalServer([
            .content("a b c d e f g h i j k l"), .content("must keep two"),
        ])
        defer { server.close() }
        let compressor = SummaryCompressor(
            rewriter: EndpointRewriter(.init(url: server.url + "/", model: "m"), wait: { _ in }))
        let result = try compressor.compress(
            "one two three four five six seven", to: 0.5,
            countTokens: { $0.split(separator: " ").count })
        #expect(result == "must keep two")
        #expect(server.requests.count == 2)
    }
}
