import Foundation
import Prompts
import TestSupport
import Testing

@testable import Compressors

@Suite struct CommandCompressorTests {
    private let text = "one two three four\nfive six seven eight\nnine ten eleven twelve"
    private let words: (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count }

    private func compress(
        _ script: String, rate: Double = 0.5, timeout: Double = 30, folder: URL? = nil
    ) throws -> String {
        try CommandCompressor(
            arguments: ["sh", "-c", script], folder: folder ?? URL(filePath: "/"),
            timeoutSeconds: timeout
        ).compress(text, to: rate, countTokens: words)
    }

    private func error(_ script: String, rate: Double = 0.5, timeout: Double = 30) -> String {
        do {
            return "no error: \(try compress(script, rate: rate, timeout: timeout))"
        } catch {
            return "\(error)"
        }
    }

    @Test func textGoesInAndComesOut() throws {
        #expect(try compress("head -n 1") == "one two three four")
        #expect(try compress("cat > /dev/null; printf 'five\\n\\n'") == "five\n")
        // Nobody reads the input.
        #expect(try compress("echo x") == "x")
    }

    @Test func rateAndBudgetAreToldInEnvironmentAndArguments() throws {
        #expect(
            try compress("echo $PROMPTINTERN_TAU $PROMPTINTERN_TOKENS $PROMPTINTERN_FULL_TOKENS")
                == "0.5 6 12")
        let compressor = CommandCompressor(
            arguments: ["echo", "{tau}", "{tokens}"], folder: URL(filePath: "/"),
            timeoutSeconds: 600)
        #expect(try compressor.compress(text, to: 0.25, countTokens: words) == "0.25 3")
    }

    @Test func itRunsInItsFolderAndAChangedScriptIsAnotherCompressor() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("short.sh", "head -n 1")
        func make() -> CommandCompressor {
            CommandCompressor(
                arguments: ["sh", "short.sh"], folder: folder.url, timeoutSeconds: 600)
        }
        #expect(try make().compress(text, to: 0.5, countTokens: words) == "one two three four")
        let before = make().settingsText
        #expect(make().settingsText == before)
        _ = try folder.write("short.sh", "tail -n 1")
        #expect(make().settingsText != before)
    }

    @Test func failureShowsStatusAndErrors() {
        #expect(
            error("echo no model >&2; echo second >&2; exit 3") == """
                The compressor command failed: exit status 3. It said: no model | second
                sh -c echo no model >&2; echo second >&2; exit 3
                Try it by hand with the template on its standard input.
                """)
        #expect(error("kill -9 $$").hasPrefix("The compressor command failed: signal 9.\n"))
    }

    @Test func aProgramThatIsNotThereIsNamed() {
        let compressor = CommandCompressor(
            arguments: ["no-such-program", "x"], folder: URL(filePath: "/"), timeoutSeconds: 30)
        do {
            _ = try compressor.compress(text, to: 0.5, countTokens: words)
            Issue.record("it ran")
        } catch {
            let message = "\(error)"
            #expect(message.hasPrefix("The compressor command cannot be started: "))
            #expect(message.contains("No such file or directory"))
            #expect(message.contains("\nno-such-program x\n"))
        }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(
            error("printf '\\377\\376'").hasPrefix(
                "The compressor command wrote bytes that are not UTF-8.\n"))
    }

    @Test(arguments: ["true", "cat > /dev/null", "echo; echo '  '"])
    func nothingIsRefused(script: String) {
        #expect(
            error(script) == """
                The compressor command wrote nothing where 6 tokens were asked for.
                sh -c \(script)
                Try it by hand with the template on its standard input.
                """)
    }

    @Test func moreThanItGotIsRefusedAtOnce() {
        #expect(
            error("cat; echo more").hasPrefix(
                "The compressor command wrote more than it was given (62 bytes).\n"))
        // Without the limit this would go on until the timeout.
        let clock = ContinuousClock()
        let start = clock.now
        #expect(error("yes").hasPrefix("The compressor command wrote more than it was given"))
        #expect(clock.now - start < .seconds(20))
    }

    @Test func overTheBudgetByMoreThanALineIsRefused() throws {
        #expect(try compress("head -n 2", rate: 0.5) == "one two three four\nfive six seven eight")
        #expect(
            error("cat", rate: 0.5) == """
                The shortened template has 12 tokens where 6 were asked for (its longest line or \
                sentence, 4 tokens, may be over).
                sh -c cat
                Let the command keep to PROMPTINTERN_TOKENS, or ask for a higher tau.
                """)
    }

    @Test func aHangingProgramIsEndedWithAllThatItStarted() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "pid").path
        let message = error("sleep 300 & echo $! > \(file); sleep 300", timeout: 0.5)
        #expect(message.hasPrefix("The compressor command was stopped after 0.5 seconds.\n"))
        let written = try String(contentsOfFile: file, encoding: .utf8)
        let child = try #require(
            Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(isGone(child))
    }

    /// What runs on in the background holds the output open, which must not be waited for.
    @Test func aProgramThatLeavesOthersBehindIsDoneWhenItEnds() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "pid").path
        #expect(try compress("sleep 300 & echo $! > \(file); echo six") == "six")
        let written = try String(contentsOfFile: file, encoding: .utf8)
        let child = try #require(
            Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(isGone(child))
    }

    /// Gone, or dead and not yet collected by init.
    private func isGone(_ process: Int32) -> Bool {
        for _ in 0..<100 {
            guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            else { return true }
            if status.contains(") Z ") { return true }
            usleep(20_000)
        }
        return false
    }
}
