import Foundation
import TestSupport
import Testing

@testable import Judging

@Suite struct CommandMetricTests {
    private static let items = [
        CommandMetric.Item(id: "a", query: "one \"quoted\"", expected: "x", answer: "x"),
        CommandMetric.Item(id: "b", query: "two\nlines", expected: "y", answer: "z"),
        CommandMetric.Item(id: "c", query: "é", expected: "", answer: ""),
    ]

    private func error(_ command: String, seconds: Double = 20) -> JudgingError? {
        #expect(throws: JudgingError.self) {
            try CommandMetric(command: command, wallSeconds: seconds).scores(Self.items)
        }
    }

    @Test func numbersAndTruthValuesAreScores() throws {
        let metric = CommandMetric(command: "cat >/dev/null; printf '0.25\\ntrue\\n False \\n\\n'")
        #expect(try metric.scores(Self.items) == [0.25, 1, 0])
    }

    /// The program gets what was promised, a JSON object a line, in its folder.
    @Test func theProgramReadsTheAnswersAsJSON() throws {
        let folder = try TemporaryFolder()
        let metric = CommandMetric(
            command: "cat > got.jsonl; echo 1; echo 1; echo 1", folder: folder.url.path)
        #expect(try metric.scores(Self.items) == [1, 1, 1])
        let got = try String(
            contentsOf: folder.url.appending(path: "got.jsonl"), encoding: .utf8)
        #expect(
            got == """
                {"id":"a","query":"one \\"quoted\\"","expected":"x","answer":"x"}
                {"id":"b","query":"two\\nlines","expected":"y","answer":"z"}
                {"id":"c","query":"é","expected":"","answer":""}

                """)
    }

    @Test func noAnswersStartNoProgram() throws {
        #expect(try CommandMetric(command: "exit 3").scores([]) == [])
    }

    /// A program that does not read and one that reads more than a pipe holds both work.
    @Test func inputLargerThanAPipeDoesNotBlock() throws {
        let long = CommandMetric.Item(
            id: "l", query: String(repeating: "x", count: 300_000), expected: "", answer: "")
        #expect(try CommandMetric(command: "echo 1").scores([long]) == [1])
        #expect(try CommandMetric(command: "wc -c").scores([long])[0] > 300_000)
    }

    @Test func hangingIsReportedWithWhatWasPrinted() {
        #expect(
            error("echo 1; exec sleep 60", seconds: 1)
                == .commandTimedOut(
                    command: "echo 1; exec sleep 60", seconds: 1, lineCount: 1, expected: 3))
        #expect(
            error("sleep 61 & sleep 62", seconds: 1)?.description == """
                The metric's program did not end within 1 s and was stopped; it had printed 0 of 3 lines.
                the metric's command "sleep 61 & sleep 62"
                Give it more time, or let it print a line for each answer and end.
                """)
    }

    @Test func whatAProgramLeavesBehindIsNotWaitedFor() throws {
        let start = ContinuousClock.now
        let metric = CommandMetric(command: "sleep 60 & echo 1; echo 0; echo 1")
        #expect(try metric.scores(Self.items) == [1, 0, 1])
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func crashingIsReportedWithItsErrors() {
        #expect(
            error("echo 1; echo no such model >&2; exit 7")?.description == """
                The metric's program ended with status 7. It said: no such model
                the metric's command "echo 1; echo no such model >&2; exit 7"
                Correct the program: it must end with status 0.
                """)
        #expect(
            error("kill -SEGV $$")
                == .commandFailed(
                    command: "kill -SEGV $$", ending: "was ended by signal 11", errors: ""))
    }

    @Test func tooFewAndTooManyLinesAreCounted() {
        #expect(
            error("echo 1; echo 2")?.description == """
                The metric's program printed 2 lines for 3 answers.
                the metric's command "echo 1; echo 2", line 3 of its output
                Let it print one number, or true or false, for each line that it reads.
                """)
        #expect(
            error("seq 5") == .tooManyLines(command: "seq 5", found: 5, expected: 3))
    }

    @Test(arguments: ["yes", "nan", "inf", "1 2", "", "0,5"])
    func nonsenseIsReportedWithItsLine(word: String) {
        let command = "printf '1\\n\(word)\\n1\\n'"
        #expect(error(command) == .notAScore(command: command, line: 2, recordID: "b", text: word))
    }

    @Test func endlessOutputIsStopped() {
        #expect(
            error("yes") == .commandPrintedTooMuch(command: "yes", byteLimit: 1 << 20))
    }

    @Test func endlessOutputLeftBehindIsStopped() {
        // How much of it is read before that is a matter of luck.
        switch error("yes & exit 0") {
        case .commandPrintedTooMuch, .notAScore: break
        case let other: Issue.record("\(String(describing: other))")
        }
    }

    @Test func missingFolderIsReported() {
        let metric = CommandMetric(command: "echo 1", folder: "/nonexistent")
        let error = #expect(throws: JudgingError.self) { try metric.scores(Self.items) }
        #expect(
            error
                == .processNotStarted(command: "/bin/sh", reason: "No such file or directory"))
    }
}
