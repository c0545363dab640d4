import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Processes

@Suite struct ChildProcessTests {
    private func run(
        _ script: String, input: String = "", seconds: Double = 30, limit: Int = 1 << 20,
        errors: ChildProcess.ErrorOutput = .end, folder: String? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> ProcessEnding {
        try ChildProcess(
            ["sh", "-c", script], workingFolder: folder, input: Array(input.utf8),
            wallSeconds: seconds, outputLimit: limit, errorOutput: errors, isCancelled: isCancelled
        ).run()
    }

    private func text(_ ending: ProcessEnding) -> String {
        String(decoding: ending.output, as: UTF8.self)
    }

    // MARK: What goes in and out

    @Test func inputGoesInAndBothOutputsComeOut() throws {
        let ending = try run("cat; echo oh >&2; exit 3", input: "é\n")
        #expect(text(ending) == "é\n")
        #expect(ending.errorText == "oh\n")
        #expect(ending.status == .exited(3))
        #expect(ending.status.words == "ended with status 3")
        #expect(try run("kill -SEGV $$").status == .signalled(SIGSEGV))
    }

    /// Each side would wait for the other with two pipes that nobody empties.
    @Test func whatWritesBeforeItReadsBlocksNobody() throws {
        let input = String(repeating: "x", count: 1 << 20)
        let ending = try run("head -c 900000 /dev/zero; wc -c", input: input, limit: 1 << 21)
        #expect(ending.status == .exited(0))
        #expect(ending.output.count > 900_000)
        #expect(ending.output.suffix(8) == Array("1048576\n".utf8))
    }

    @Test func inputThatNobodyReadsIsNoTrouble() throws {
        let input = String(repeating: "x", count: 1 << 20)
        #expect(try text(run("echo done", input: input)) == "done\n")
        #expect(try text(run("head -c 3", input: input)) == "xxx")
    }

    @Test func errorsKeepTheirEndAndAMessageTheLastLines() throws {
        let ending = try run("seq 100000 >&2; echo; echo '  ' >&2; exit 1")
        #expect(ending.status == .exited(1))
        #expect(ending.errors.count == ChildProcess.errorEndSize)
        #expect(ending.lastErrorLines == ["99996", "99997", "99998", "99999", "100000"])
    }

    @Test func errorsMayHaveTheLimitOfTheOutput() throws {
        let ending = try run("yes >&2", limit: 1_000, errors: .whole)
        #expect(ending.status == .tooMuchOutput)
        #expect(ending.errors.count == 1_000)
        #expect(try run("echo a >&2; echo b >&2", errors: .whole).errorText == "a\nb\n")
    }

    @Test func endlessOutputIsStoppedAtTheLimit() throws {
        let start = ContinuousClock.now
        let ending = try run("yes", limit: 70_001)
        #expect(ending.status == .tooMuchOutput)
        #expect(ending.output.count == 70_001)
        #expect(ContinuousClock.now - start < .seconds(20))
        // Up to the limit is not too much.
        #expect(try run("printf 12345", limit: 5).status == .exited(0))
        #expect(try run("printf 123456", limit: 5).status == .tooMuchOutput)
    }

    // MARK: Where it runs

    @Test func programsAreFoundInPathAndInTheirFolder() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("tool", "#!/bin/sh\necho here $1\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        let ending = try ChildProcess(
            ["./tool", "x"], workingFolder: folder.url.path, wallSeconds: 30, outputLimit: 100
        ).run()
        #expect(text(ending) == "here x\n")
        #expect(
            try text(run("pwd", folder: folder.url.resolvingSymlinksInPath().path))
                == folder.url.resolvingSymlinksInPath().path + "\n")
    }

    @Test func whatCannotBeStartedIsNamedWithTheReason() throws {
        func error(_ command: [String], folder: String? = nil) -> ProcessStartError? {
            #expect(throws: ProcessStartError.self) {
                try ChildProcess(
                    command, workingFolder: folder, wallSeconds: 30, outputLimit: 100
                ).run()
            }
        }
        #expect(
            error(["no-such-program"])
                == ProcessStartError(
                    program: "no-such-program", reason: "No such file or directory"))
        #expect(error(["true"], folder: "/no/such/folder")?.reason == "No such file or directory")
        #expect(error([])?.reason == "No program is named")
        let folder = try TemporaryFolder()
        let file = try folder.write("tool", "#!/bin/sh\n")
        #expect(error([file.path])?.reason == "Permission denied")
    }

    @Test func itHasItsOwnEnvironmentAndNoneOfOurFiles() throws {
        let open = FileHandle(forReadingAtPath: "/dev/null")
        defer { try? open?.close() }
        let program = ChildProcess(
            ["/bin/sh", "-c", "echo $A$HOME; ls /proc/$$/fd | tr '\\n' ' '; cat <&3"],
            environment: ["A": "b", "PATH": "/usr/bin:/bin"], extraInput: Array("three".utf8),
            wallSeconds: 30, outputLimit: 1_000)
        #expect(text(try program.run()) == "b\n0 1 2 3 three")
    }

    @Test func signalsThatWeHoldBackReachIt() throws {
        var blocked = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #expect(try run("kill -TERM $$; sleep 20").status == .signalled(SIGTERM))
    }

    // MARK: Its end

    @Test func timeEndsTheWholeGroup() throws {
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        let ending = try run(
            "sleep 300 & echo $! > child; echo begun; sleep 300", seconds: 0.5,
            folder: folder.url.path)
        #expect(ending.status == .timedOut)
        #expect(text(ending) == "begun\n")
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try hasGone(folder))
    }

    @Test func aProgramThatDoesNotListenToSignalsIsEndedToo() throws {
        let ending = try run("trap '' TERM INT HUP; sleep 300", seconds: 0.3)
        #expect(ending.status == .timedOut)
    }

    /// Whether or not it holds our pipes.
    @Test(arguments: ["", ">/dev/null 2>&1"])
    func whatItLeavesBehindIsNotWaitedForAndEnded(redirection: String) throws {
        let folder = try TemporaryFolder()
        let start = ContinuousClock.now
        let ending = try run(
            "sleep 300 \(redirection) & echo $! > child; echo done", seconds: 60,
            folder: folder.url.path)
        #expect(ending.status == .exited(0))
        #expect(text(ending) == "done\n")
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try hasGone(folder))
    }

    @Test func whoNobodyWaitsForIsEnded() throws {
        let folder = try TemporaryFolder()
        let begun = folder.url.appending(path: "child").path
        let ending = try run(
            "sleep 300 & echo $! > child; wait", seconds: 60, folder: folder.url.path,
            isCancelled: { FileManager.default.fileExists(atPath: begun) })
        #expect(ending.status == .cancelled)
        #expect(ending.status.words == "was stopped")
        #expect(try hasGone(folder))
    }

    /// Closed outputs are no end.
    @Test func itIsAwaitedWhenItsOutputsAreClosed() throws {
        let ending = try run("exec >&- 2>&-; sleep 0.2; exit 4")
        #expect(ending.status == .exited(4))
    }

    /// Whether the process whose number stands in "child" is gone, or dead and not yet collected.
    private func hasGone(_ folder: TemporaryFolder) throws -> Bool {
        let written = try String(
            contentsOf: folder.url.appending(path: "child"), encoding: .utf8)
        let child = try #require(Int32(written.trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<200 {
            guard let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
            else { return true }
            if status.contains(") Z ") { return true }
            usleep(20_000)
        }
        return false
    }
}
