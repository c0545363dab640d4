import Foundation
import Prompts
import Retrieval
import TestSupport
import Testing

@Suite struct CommandRetrieverTests {
    private let bank = [
        record("a", "list files", "ls"), record("b", "print \"it\"", "cat"),
        record("c", "count words", "wc"),
    ]

    private func found(
        _ command: [String], _ records: [PromptRecord]? = nil, seconds: Double = 30,
        folder: URL = URL(filePath: "/")
    ) throws -> [[Int]] {
        let retriever = CommandRetriever(command, folder: folder, timeoutSeconds: seconds)
        let asked = records ?? [record("v", "list", "secret", .test)]
        return try ExampleSelector(retriever).matches(for: asked, in: bank, count: 2)
            .map { $0.map(\.position) }
    }

    private func failure(_ script: String, seconds: Double = 30) -> RetrievalError? {
        #expect(throws: RetrievalError.self) { try found(["sh", "-c", script], seconds: seconds) }
    }

    private func line(_ id: String, _ examples: String) -> String {
        "cat >/dev/null; echo '{\"id\": \"\(id)\", \"examples\": [\(examples)]}'"
    }

    @Test func theProgramSeesTheBankThenTheRecordsAndHeldOutOnesWithoutOutput() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("rank.sh", "tee seen.jsonl | " + greedyShell)
        let records = [record("v", "list", "secret", .test), record("t", "who", "whoami")]
        let found = try found(["sh", "rank.sh"], records, folder: folder.url)
        #expect(found == [[0, 1], [0, 1]])
        let seen = try String(
            contentsOf: folder.url.appending(path: "seen.jsonl"), encoding: .utf8)
        #expect(
            seen == """
                {"bank":3,"records":2,"count":2}
                {"id":"a","query":"list files","output":"ls"}
                {"id":"b","query":"print \\"it\\"","output":"cat"}
                {"id":"c","query":"count words","output":"wc"}
                {"id":"v","query":"list"}
                {"id":"t","query":"who","output":"whoami"}

                """)
    }

    private var greedyShell: String { "awk -F'\"' '" + greedyCommand[2] + "'" }

    @Test func theOrderOfTheProgramCountsAndBlankLinesDoNot() throws {
        let script = "cat >/dev/null; echo; echo '{\"id\":\"v\",\"examples\":[\"c\",\"a\"]}'"
        #expect(try found(["sh", "-c", script]) == [[2, 0]])
    }

    @Test func aProgramThatReadsNothingMayAnswer() throws {
        // The input is larger than a pipe: nobody reads it.
        let many = (0..<5_000).map { record("b\($0)", "query \($0) " + "x", "out \($0)") }
        let retriever = CommandRetriever(
            ["sh", "-c", "echo '{\"id\":\"v\",\"examples\":[\"b7\"]}'"],
            folder: URL(filePath: "/"), timeoutSeconds: 600)
        let found = try ExampleSelector(retriever).matches(
            for: [record("v", "list", "s", .test)], in: many, count: 2)
        #expect(found[0].map(\.position) == [7])
    }

    @Test func aProgramThatAnswersWhileItReadsBlocksNobody() throws {
        let many = (0..<4_000).map { record("b\($0)", "query \($0)", "out \($0)") }
        let echo = [
            "awk", "-F\"",
            "NR > 4001 { print \"{\\\"id\\\":\\\"\" $4 \"\\\",\\\"examples\\\":[\\\"b1\\\",\\\"b2\\\"]}\" }",
        ]
        let retriever = CommandRetriever(
            echo, folder: URL(filePath: "/"), timeoutSeconds: 600)
        let found = try ExampleSelector(retriever).matches(for: many, in: many, count: 2)
        #expect(found[0].map(\.position) == [1, 2])
        #expect(found[1].map(\.position) == [2])
    }

    @Test func aProgramThatLeavesAnotherBehindIsNotWaitedFor() throws {
        let start = ContinuousClock.now
        let script = "sleep 20 & " + line("v", "\"b\"")
        #expect(try found(["sh", "-c", script], seconds: 60) == [[1]])
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func aHangingProgramAndWhatItStartedAreEnded() throws {
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        #expect(throws: RetrievalError.timedOut(command: "sh hang.sh", seconds: 0.5)) {
            _ = try folder.write("hang.sh", "sleep 60 & echo $! > child; wait")
            _ = try found(["sh", "hang.sh"], seconds: 0.5, folder: folder.url)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
        let child = try String(contentsOf: folder.url.appending(path: "child"), encoding: .utf8)
        let id = try #require(pid_t(child.trimmingCharacters(in: .whitespacesAndNewlines)))
        // The end of a process takes a moment, and it may stay for its new parent to collect.
        func isAlive() -> Bool {
            let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
            return state.map { !$0.contains(") Z") } ?? false
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while isAlive(), ContinuousClock.now < deadline { sched_yield() }
        #expect(!isAlive())
    }

    @Test func failuresNameTheCommandAndTheLine() {
        #expect(
            failure("cat >/dev/null; echo oh no >&2; exit 3")
                == .commandFailed(
                    command: "sh -c cat >/dev/null; echo oh no >&2; exit 3",
                    ending: "ended with status 3", message: "oh no"))
        guard case .commandFailed(_, "was ended by signal 9", "") = failure("kill -9 $$") else {
            Issue.record("A signal is told otherwise.")
            return
        }
        guard case .badAnswer(_, 1, let reason) = failure("cat >/dev/null; echo nonsense") else {
            Issue.record("Nonsense is taken.")
            return
        }
        #expect(reason.hasPrefix("it is not JSON"))
        guard case .missingRecords(_, 1, "v") = failure("cat >/dev/null") else {
            Issue.record("A missing record is not noticed.")
            return
        }
        guard case .unknownRecord(_, 1, "w") = failure(line("w", "")) else {
            Issue.record("An unknown record is taken.")
            return
        }
        guard case .unknownExample(_, 1, "z") = failure(line("v", "\"z\"")) else {
            Issue.record("An unknown example is taken.")
            return
        }
        guard case .repeatedExample(_, 1, "a") = failure(line("v", "\"a\", \"a\"")) else {
            Issue.record("A repeated example is taken.")
            return
        }
        let twice = line("v", "\"a\"") + "; echo '{\"id\":\"v\",\"examples\":[]}'"
        guard case .repeatedRecord(_, 2, "v", 1) = failure(twice) else {
            Issue.record("A repeated record is taken.")
            return
        }
        guard
            case .badAnswer(_, 1, "\"examples\" holds a number, not an id.") = failure(
                line("v", "1"))
        else {
            Issue.record("A number is taken for an id.")
            return
        }
    }

    @Test func aProgramThatIsNotThereIsNamed() {
        let error = #expect(throws: RetrievalError.self) { try found(["no-such-program-here"]) }
        #expect(
            error?.description == """
                The retriever's command cannot be started: No such file or directory. \
                no-such-program-here. Correct retriever.command in project.yaml; a program without \
                a slash is looked up in PATH.
                """)
    }

    @Test func recordsThatShareAnIDAreRefused() {
        let twice = [record("v", "x", "y", .test), record("v", "z", "y", .test)]
        #expect(throws: RetrievalError.ambiguousID(command: "cat", id: "v")) {
            try found(["cat"], twice)
        }
    }
}
