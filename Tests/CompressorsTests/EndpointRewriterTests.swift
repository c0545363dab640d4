import ChatEndpoint
import Prompts
import TestSupport
import Testing

@testable import Compressors

@Suite struct EndpointRewriterTests {
    @Test func settingsHoldNoKey() {
        let rewriter = EndpointRewriter(
            ChatEndpoint(
                .init(
                    section: "compressor", url: "http://me:word@x/v1?key=1", model: "m",
                    keyVariable: "TEST_KEY"), environment: ["TEST_KEY": "sk-secret-1234"]))
        #expect(rewriter.settingsText == "endpoint http://x/v1 m")
        #expect(rewriter.title == "http://x/v1")
    }

    @Test func anEndpointWritesATemplateShorter() throws {
        let server = try LocalServer([
            .content("a b c d e f g h i j k l"), .content("must keep two"),
        ])
        defer { server.close() }
        let compressor = SummaryCompressor(
            rewriter: EndpointRewriter(
                ChatEndpoint(
                    .init(section: "compressor", url: server.url + "/", model: "m"),
                    wait: { _ in })))
        let result = try compressor.compress(
            "one two three four five six seven", to: 0.5,
            countTokens: { $0.split(separator: " ").count })
        #expect(result == "must keep two")
        #expect(server.requests.count == 2)
    }
}
