import Foundation
import Prompts
import Synchronization
import Testing

@testable import Compressors

/// What nobody waits for any more.
@Suite struct StoppingTests {
    private let words: (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count }

    /// Answers when it is let.
    private struct Waiting: TextRewriter {
        let door = DispatchSemaphore(value: 0)
        let begun = DispatchSemaphore(value: 0)
        var title: String { "the server" }
        var settingsText: String { "waiting" }

        func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
            begun.signal()
            door.wait()
            return "short"
        }
    }

    private struct Refusing: TextRewriter {
        var title: String { "the server" }
        var settingsText: String { "refusing" }

        func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
            throw CompressorError.emptyAnswer(source: title, attempts: 1)
        }
    }

    @Test func aServerThatIsWaitedForIsLetGo() throws {
        let monitor = CompressionMonitor()
        let server = Waiting()
        let compressor = SummaryCompressor(
            rewriter: StoppableRewriter(server, monitor: monitor), monitor: monitor)
        Thread.detachNewThread {
            server.begun.wait()
            monitor.stop()
        }
        #expect(throws: CompressionStopped.self) {
            try compressor.compress("one two three four", to: 0.5, countTokens: words)
        }
        server.door.signal()
        // The same one goes on when it is let.
        monitor.resume()
        server.door.signal()
        #expect(
            try compressor.compress("one two three four", to: 0.5, countTokens: words) == "short")
    }

    @Test func errorsComeThrough() {
        let rewriter = StoppableRewriter(Refusing(), monitor: CompressionMonitor())
        #expect(rewriter.title == "the server" && rewriter.settingsText == "refusing")
        #expect(throws: CompressorError.emptyAnswer(source: "the server", attempts: 1)) {
            try rewriter.rewrite(instruction: "", text: "", maximumTokens: 1)
        }
    }

    @Test func attemptsAreTold() throws {
        let steps = Mutex<[String]>([])
        let monitor = CompressionMonitor { step in steps.withLock { $0.append(step.text) } }
        _ = try SummaryCompressor(
            rewriter: ScriptedRewriter(["too long by far", "short"]), monitor: monitor
        ).compress("one two three four", to: 0.5, countTokens: words)
        #expect(
            steps.withLock { $0 } == [
                "compressing, attempt 1 of 3, stage tau 1.00",
                "compressing, attempt 2 of 3, stage tau 1.00",
            ])
    }

    @Test func aCommandIsEnded() throws {
        let monitor = CompressionMonitor()
        let compressor = CommandCompressor(
            arguments: ["sleep", "300"], folder: URL(filePath: "/"), timeoutSeconds: 300,
            monitor: monitor)
        let start = ContinuousClock.now
        Thread.detachNewThread {
            usleep(200_000)
            monitor.stop()
        }
        #expect(throws: CompressionStopped.self) {
            try compressor.compress("one two", to: 0.5, countTokens: words)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
