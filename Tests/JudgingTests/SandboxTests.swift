import Foundation
import JSONText
import TestSupport
import Testing

@testable import Judging

/// What tests of the sandbox need of the machine.
enum SandboxSupport {
    /// nil where there is no bubblewrap, no namespaces or no Python under /usr.
    static let runner: TestRunner? = try? runner(.init(wallSeconds: 20))
    static let reason: Comment =
        "needs bubblewrap, user namespaces and python3 under /usr, one of which is missing"

    static func runner(_ limits: SandboxLimits) throws -> TestRunner {
        try TestRunner(sandbox: Sandbox(limits: limits))
    }
}

/// Code that tries to get out or to take all there is is held and reported by name.
@Suite(.enabled(if: SandboxSupport.runner != nil, SandboxSupport.reason))
struct SandboxTests {
    private func outcome(
        _ code: String, tests: [String] = [], limits: SandboxLimits? = nil
    ) throws -> TestOutcome {
        let runner =
            try limits.map(SandboxSupport.runner) ?? #require(SandboxSupport.runner)
        return try runner.run(TestedAnswer(recordID: "r", code: code, tests: tests))
    }

    private func expectFailed(_ outcome: TestOutcome, _ word: String) {
        guard case .failed(let said) = outcome else {
            Issue.record("\(outcome.name) instead of failed with \(word)")
            return
        }
        #expect(said.contains(word), "\(said)")
    }

    /// Whether a process of this machine has a word on its command line.
    private func isRunning(_ word: String) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { Int($0) != nil }.contains { process in
            guard let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            return words.split(separator: 0).contains { $0.elementsEqual(word.utf8) }
        }
    }

    // MARK: Right and wrong

    @Test func rightCodePasses() throws {
        let code = "def double(x):\n    return 2 * x"
        #expect(try outcome(code, tests: ["assert double(2) == 4"]) == .passed)
    }

    @Test func setupMayUseWhatTheCodeDefines() throws {
        let runner = try #require(SandboxSupport.runner)
        let answer = TestedAnswer(
            recordID: "r", code: "class Node:\n    value = 3", setup: "root = Node()",
            tests: ["assert root.value == 3"])
        #expect(try runner.run(answer) == .passed)
    }

    @Test func wrongCodeFailsWithWhatPythonSays() throws {
        let code = "def double(x):\n    return x"
        expectFailed(try outcome(code, tests: ["assert double(2) == 4"]), "AssertionError")
        expectFailed(try outcome("def broken(:"), "SyntaxError")
    }

    @Test func endingByASignalIsSaid() throws {
        #expect(
            try outcome("import os\nos.abort()") == .failed("The program was ended by signal 6."))
    }

    @Test func leavingEarlyIsNoPass() throws {
        for code in ["import sys\nsys.exit(0)", "import os\nos._exit(0)", "exit()"] {
            #expect(
                try outcome(code, tests: ["assert False"])
                    == .failed("The program ended before its tests did."))
        }
    }

    @Test func printingAndRedefiningPrintDoesNotHidePassing() throws {
        let code = "print('no line end', end='')\ndef print(*a):\n    raise ValueError"
        #expect(try outcome(code, tests: ["assert True"]) == .passed)
    }

    // MARK: Taking all there is

    @Test func infiniteLoopTimesOut() throws {
        let limits = SandboxLimits(wallSeconds: 1)
        #expect(try outcome("while True:\n    pass", limits: limits) == .timedOut)
    }

    @Test func sleepersAreGoneWhenTimeIsUp() throws {
        let seconds = "98\(Int.random(in: 10_000...99_999))"
        let code = """
            import subprocess
            for _ in range(3):
                subprocess.Popen(["sleep", "\(seconds)"], start_new_session=True)
            subprocess.run(["sleep", "\(seconds)"])
            """
        let start = ContinuousClock.now
        #expect(try outcome(code, limits: .init(wallSeconds: 2)) == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(15))
        // The kernel takes them away with their namespace, which may last a moment longer.
        for _ in 0..<200 where isRunning(seconds) { usleep(10_000) }
        #expect(!isRunning(seconds))
    }

    @Test func forkBombIsHeldByTheLimitOnProcesses() throws {
        // Without a limit it would end with the time. All processes complain at once, so that of
        // what they say only the first word is sure to be among the lines that are kept.
        expectFailed(
            try outcome("import os\nwhile True:\n    os.fork()", limits: .init(wallSeconds: 20)),
            "Traceback")
        let stubborn = """
            import os
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """
        #expect(try outcome(stubborn, limits: .init(wallSeconds: 1)) == .timedOut)
    }

    @Test func processesAreCounted() throws {
        let code = """
            import os, time
            count = 0
            try:
                while count < 200:
                    if os.fork() == 0:
                        time.sleep(5)
                        os._exit(0)
                    count += 1
            except OSError:
                pass
            assert count < 12, count
            """
        #expect(try outcome(code, limits: .init(wallSeconds: 20, processCount: 12)) == .passed)
    }

    @Test func tenGigabytesAreOutOfMemory() throws {
        #expect(try outcome("data = bytearray(10 ** 10)") == .outOfMemory)
        #expect(
            try outcome("data = []\nwhile True:\n    data.append([0] * 10 ** 6)") == .outOfMemory)
    }

    @Test func endlessPrintingIsStopped() throws {
        #expect(try outcome("while True:\n    print('x' * 1000)") == .tooMuchOutput)
        let errors = "import sys\nwhile True:\n    sys.stderr.write('x' * 1000)"
        #expect(try outcome(errors) == .tooMuchOutput)
    }

    @Test func filesHaveALimit() throws {
        let limits = SandboxLimits(wallSeconds: 20, fileBytes: 1 << 20)
        let one = "open('/tmp/a', 'wb').write(b'x' * (4 << 20))"
        expectFailed(try outcome(one, limits: limits), "OSError")
        let many = "for i in range(100):\n    open(f'/tmp/{i}', 'wb').write(b'x' * (1 << 19))"
        expectFailed(try outcome(many, limits: limits), "No space left")
        let shared = "for i in range(9):\n    open(f'/dev/shm/{i}', 'wb').write(b'x' * (1 << 19))"
        expectFailed(try outcome(shared, limits: limits), "No space left")
    }

    // MARK: Getting out

    @Test func thereIsNoNetwork() throws {
        // A listener of ours, which the code could reach without a namespace of its own.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        #expect(isBound)
        let port = UInt16(bigEndian: address.sin_port)
        let local = "import socket\nsocket.create_connection(('127.0.0.1', \(port)), 2)"
        expectFailed(try outcome(local), "Error")
        let remote = "import socket\nsocket.create_connection(('198.51.100.1', 80), 2)"
        expectFailed(try outcome(remote), "Network is unreachable")
    }

    @Test func theMachinesFilesAreNotThere() throws {
        expectFailed(try outcome("open('/etc/shadow').read()"), "FileNotFoundError")
        expectFailed(try outcome("open('/etc/passwd').read()"), "FileNotFoundError")
        let folder = try TemporaryFolder()
        _ = try folder.write("secret.txt", "secret")
        for path in [NSHomeDirectory(), folder.url.path] {
            expectFailed(
                try outcome("import os\nos.listdir(\(path.debugDescription))"),
                "FileNotFoundError")
        }
    }

    @Test func nothingOutsideItsFolderCanBeWritten() throws {
        for path in ["/x", "/usr/x", "/usr/bin/x", "/dev/x", "/program/x", "/program/program.py"] {
            expectFailed(try outcome("open('\(path)', 'w').write('x')"), "Error")
        }
        let name = "sandbox-test-\(UUID().uuidString)"
        #expect(try outcome("open('/tmp/\(name)', 'w').write('x')") == .passed)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/\(name)"))
    }

    @Test func otherProcessesCannotBeReached() throws {
        expectFailed(
            try outcome("import os, signal\nos.kill(-1, signal.SIGKILL)"), "ProcessLookupError")
        let code = "import os\nassert len([p for p in os.listdir('/proc') if p.isdigit()]) < 4"
        #expect(try outcome(code) == .passed)
    }

    @Test func theEnvironmentIsClearedAndTheUserNobody() throws {
        let code = """
            import os
            extra = set(os.environ) - {
                "PATH", "HOME", "TMPDIR", "LANG", "LC_CTYPE", "PWD", "PYTHONHASHSEED",
                "PYTHONDONTWRITEBYTECODE"}
            assert not extra, extra
            assert os.getuid() != 0
            # Nothing of ours but input, output and errors is open.
            assert sorted(os.listdir("/proc/self/fd"))[:3] == ["0", "1", "2"]
            assert len(os.listdir("/proc/self/fd")) <= 4
            """
        #expect(try outcome(code) == .passed)
    }

    @Test func privilegesCannotBeTakenBack() throws {
        // Root is not even mapped into the namespace.
        expectFailed(try outcome("import os\nos.setuid(0)"), "Error")
        let code = """
            import subprocess
            assert subprocess.run(["unshare", "--user", "--map-root-user", "true"]).returncode != 0
            """
        #expect(try outcome(code) == .passed)
        expectFailed(try outcome("import os\nos.chroot('/tmp')"), "PermissionError")
    }

    // MARK: Many

    @Test func manyRunAtOnceAndKeepTheirOrder() throws {
        let runner = try #require(SandboxSupport.runner)
        let answers = (0..<12).map { index in
            TestedAnswer(
                recordID: "\(index)", code: "x = \(index)", tests: ["assert x % 3 != 0"])
        }
        let outcomes = try runner.run(answers, threads: 4)
        #expect(outcomes.map { $0?.isPassed } == (0..<12).map { $0 % 3 != 0 })
    }

    @Test func stoppingLeavesTheRestOut() throws {
        let runner = try #require(SandboxSupport.runner)
        let answers = (0..<6).map { TestedAnswer(recordID: "\($0)", code: "", tests: []) }
        let outcomes = try runner.run(answers, threads: 1) { index, _ in index < 1 }
        #expect(outcomes == [.passed, .passed, nil, nil, nil, nil])
    }

    /// Gold solutions pass their own tests.
    @Test(.enabled(if: SharedFixtures.has("data/mbpp/test.jsonl"), "\(SharedFixtures.reason)"))
    func solutionsOfMBPPPass() throws {
        let runner = try #require(SandboxSupport.runner)
        let text = try String(
            contentsOf: SharedFixtures.url("data/mbpp/test.jsonl"), encoding: .utf8)
        let answers = try text.split(separator: "\n").prefix(24).map { line in
            let record = try JSONValue.parse(String(line))
            return TestedAnswer(
                recordID: try #require(record["id"]?.stringValue),
                code: try #require(record["output"]?.stringValue),
                setup: record["meta"]?["setup"]?.stringValue ?? "",
                tests: try Golden.strings(record["meta"]?["asserts"]))
        }
        let outcomes = try runner.run(answers, threads: 2)
        for (answer, outcome) in zip(answers, outcomes) {
            #expect(outcome == .passed, "\(answer.recordID)")
        }
        // The same tests fail on another record's code.
        var swapped = answers
        for index in swapped.indices {
            swapped[index].code = answers[(index + 1) % answers.count].code
        }
        #expect(try runner.run(swapped, threads: 2).allSatisfy { $0?.isPassed == false })
    }
}

@Suite struct SandboxRefusalTests {
    @Test func missingBubblewrapIsNamed() throws {
        let error = #expect(throws: JudgingError.self) {
            try Sandbox(programPath: "/nonexistent")
        }
        #expect(
            error?.description == """
                Tests of answers cannot be run: the program bwrap is missing.
                pass@1, which runs code of a model only inside a sandbox
                Install it with: apt-get install bubblewrap, or choose another metric.
                """)
    }

    /// A bubblewrap that fails as the real one does where namespaces are off.
    @Test func refusedNamespacesAreReported() throws {
        let folder = try TemporaryFolder()
        let said = "bwrap: No permissions to create new namespace"
        for (name, text) in [
            ("bwrap", "#!/bin/sh\necho '\(said)' >&2\nexit 1\n"),
            ("prlimit", "#!/bin/sh\n"),
            (
                "setpriv",
                "#!/bin/sh\nwhile [ \"$1\" != \"${1#--}\" ]; do shift; done\nexec \"$@\"\n"
            ),
        ] {
            let file = try folder.write(name, text)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        #expect(throws: JudgingError.sandboxRefused(reason: said)) {
            try Sandbox(programPath: folder.url.path)
        }
    }

    @Test(.enabled(if: SandboxSupport.runner != nil, SandboxSupport.reason))
    func missingInterpreterIsNamed() throws {
        let harness = TestHarness(
            command: ["no-such-python", "-s"], fileName: "p.py", closing: nil)
        let error = #expect(throws: JudgingError.self) {
            try TestRunner(sandbox: Sandbox(), harness: harness)
        }
        #expect(error?.description.contains("the command \"no-such-python -s\"") == true)
        #expect(error?.description.contains("No such file") == true)
    }

    @Test(.enabled(if: SandboxSupport.runner != nil, SandboxSupport.reason))
    func otherLanguagesRunByTheirOwnHarness() throws {
        let harness = TestHarness(command: ["sh"], fileName: "p.sh", closing: "echo; echo {mark}")
        let runner = try TestRunner(sandbox: Sandbox(), harness: harness)
        let answer = TestedAnswer(recordID: "r", code: "f() { echo 3; }", tests: [])
        var right = answer
        right.tests = ["[ \"$(f)\" = 3 ] || exit 1"]
        var wrong = answer
        wrong.tests = ["[ \"$(f)\" = 4 ] || { echo not four >&2; exit 1; }"]
        #expect(try runner.run(right) == .passed)
        #expect(try runner.run(wrong) == .failed("not four"))
    }

    @Test(.enabled(if: SandboxSupport.runner != nil, SandboxSupport.reason))
    func furtherPathsCanBeRead() throws {
        let folder = try TemporaryFolder()
        // Root's programs become nobody, who must be able to come to the file.
        let file = try folder.write("data.txt", "42")
        let runner = try TestRunner(sandbox: Sandbox(readOnlyPaths: [file.path]))
        let code = "text = open(\(file.path.debugDescription)).read()"
        let outcome = try runner.run(
            TestedAnswer(recordID: "r", code: code, tests: ["assert text == '42'"]))
        #expect(outcome == .passed)
    }
}

@Suite struct PassRateTests {
    @Test func estimateEqualsTheBinomials() {
        // 1 - C(n - c, k) / C(n, k).
        #expect(isClose(PassAtK.estimate(samples: 10, passed: 3, k: 1), 0.3))
        #expect(isClose(PassAtK.estimate(samples: 10, passed: 3, k: 5), 1 - 21.0 / 252))
        #expect(PassAtK.estimate(samples: 5, passed: 5, k: 2) == 1)
        #expect(PassAtK.estimate(samples: 5, passed: 0, k: 5) == 0)
        // The binomials of 10,000 overflow; the estimate does not.
        #expect(isClose(PassAtK.estimate(samples: 10_000, passed: 10, k: 1000), 0.6514959721207447))
    }

    @Test func meanIsOverQueries() {
        #expect(isClose(PassAtK.mean([(4, 4), (4, 0), (4, 1)], k: 1), (1 + 0 + 0.25) / 3))
        #expect(PassAtK.mean([], k: 1) == 0)
    }

    @Test func theRateLeavesOutWhatCouldNotBeRun() {
        let rate = PassRate([.passed, .timedOut, .passed, .broken("x"), .passed])
        #expect(rate.share == ShareInterval.wilson(count: 3, of: 4))
        #expect(rate.text == "75.0 % (30.1 to 95.4): 3 passed, 1 broken, 1 timed out")
        #expect(PassRate([]).text == "no answers")
        #expect(PassRate([.broken("x")]).text == "1 broken")
    }

    @Test(arguments: [
        ("def f(): pass", "def f(): pass"),
        ("Here:\n```python\ndef f():\n    pass\n```\nDone.", "def f():\n    pass"),
        ("```\nx = 1", "x = 1"),
        ("  ```py\nx = 1\n  ```\n```\ny\n```", "x = 1"),
        ("", ""),
    ])
    func codeIsTheFirstFencedBlock(answer: String, code: String) {
        #expect(CodeAnswer.code(in: answer) == code)
    }
}
