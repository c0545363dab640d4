import Foundation
import JSONText
import TestSupport
import Testing

@testable import ProjectSetup

@Suite struct DoctorTests {
    private func machine(
        flags: String = "fpu avx2 fma avx512f", memory: Int = 8_000_000,
        backend: String = "oneDNN 3.0.0"
    ) -> MachineFacts {
        MachineFacts(
            processorText: "processor\t: 0\nflags\t\t: \(flags)\n\nprocessor\t: 1\n",
            memoryText: "MemTotal: 9 kB\nMemAvailable:  \(memory) kB\n", processorCount: 2,
            backendName: backend)
    }

    private func terminal(
        _ environment: [String: String], size: (columns: Int, rows: Int)? = (80, 24)
    ) -> TerminalFacts { TerminalFacts(environment: environment, size: size) }

    private func doctor(_ environment: [String: String] = [:]) -> Doctor {
        Doctor(
            machine: machine(),
            terminal: terminal(
                ["TERM": "xterm-256color", "LANG": "de_DE.UTF-8"].merging(environment) { $1 }),
            toolVersion: "1.0", isOptimized: true)
    }

    private func line(_ check: DoctorCheck?) -> String {
        check.map { "\($0.status.rawValue) \($0.topic): \($0.finding)" } ?? "none"
    }

    // MARK: Machine

    @Test func theMachineIsReadFromItsFiles() {
        #expect(
            machine().checks.map(line) == [
                "ok processor: 2 cores, avx2, fma, avx512f", "ok memory: 8.2 GB free",
                "ok products: oneDNN 3.0.0",
            ])
    }

    @Test func aWeakMachineIsWarnedOf() {
        #expect(
            machine(flags: "fpu", memory: 1_000_000, backend: "Swift").checks.map(line) == [
                "warning processor: 2 cores, none of avx2, fma, avx512f, avx512_bf16, amx_bf16",
                "warning memory: 1.0 GB free",
                "warning products: Swift: this build has no oneDNN",
            ])
    }

    @Test func aMachineThatTellsNothingIsNoError() {
        let facts = MachineFacts(
            processorText: "", memoryText: "", processorCount: 1, backendName: "x")
        #expect(facts.checks.map(\.status) == [.warning, .ok, .ok])
    }

    // MARK: Terminal

    @Test(arguments: [
        (["TERM": "xterm-256color"], "ok terminal: xterm-256color, 256 colours"),
        (["TERM": "tmux"], "ok terminal: tmux, 8 or 16 colours"),
        (["TERM": "vt100"], "ok terminal: vt100, no colours"),
        (
            ["TERM": "xterm-kitty", "NO_COLOR": "1"],
            "ok terminal: xterm-kitty, no colours, as NO_COLOR is set"
        ),
        (["TERM": "xterm", "NO_COLOR": ""], "ok terminal: xterm, 8 or 16 colours"),
        (["TERM": "dumb"], "warning terminal: TERM is dumb"),
        ([:], "warning terminal: TERM is not set"),
    ])
    func coloursAreToldByName(environment: [String: String], expected: String) {
        #expect(line(terminal(environment).checks.first { $0.topic == "terminal" }) == expected)
    }

    @Test(arguments: [
        (["LANG": "C.utf8"], "ok locale: LANG is C.utf8"),
        (["LANG": "C.UTF-8", "LC_ALL": "C"], "warning locale: LC_ALL is C"),
        (["LANG": "C", "LC_CTYPE": "en_US.UTF-8"], "ok locale: LC_CTYPE is en_US.UTF-8"),
        (["LC_ALL": ""], "warning locale: LANG is not set"),
    ])
    func theLocaleIsTheOneThatCounts(environment: [String: String], expected: String) {
        #expect(line(terminal(environment).checks.first { $0.topic == "locale" }) == expected)
    }

    @Test func aSmallWindowIsWarnedOfAndAPipeIsNot() {
        #expect(
            line(terminal([:], size: (20, 5)).checks[1]) == "warning size: 20 columns, 5 rows")
        #expect(
            line(terminal([:], size: nil).checks[1])
                == "ok size: standard output is no terminal")
    }

    // MARK: Storage

    @Test func aHistoryThatCannotBeMadeIsAnError() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("taken", "")
        let facts = StorageFacts(history: file.appending(path: "history.sqlite"))
        #expect(
            line(facts.checks.first)
                == "error history: \(file.path)/history.sqlite cannot be written")
        let fresh = StorageFacts(history: folder.url.appending(path: "a/b/history.sqlite"))
        #expect(fresh.checks.first?.status == .ok)
        #expect(
            line(StorageFacts.spaceCheck(freeBytes: 999_000_000))
                == "warning disk: 999.0 MB free")
    }

    // MARK: Projects

    @Test(
        .enabled(
            if: SharedFixtures.has("fixtures/stories260K"),
            Comment(rawValue: SharedFixtures.reason)))
    func aHealthyProjectPassesAndALongPromptDoesNot() throws {
        let folder = try TemporaryFolder()
        let project = StarterProject(
            folder: folder.url, name: "lights",
            modelPath: SharedFixtures.url("fixtures/stories260K").path, workingFolder: folder.url)
        _ = try project.write(force: false)
        let text = try String(
            contentsOf: folder.url.appending(path: "project.yaml"), encoding: .utf8)
        let settings = text.replacing("precision: auto", with: "precision: float32")
            .replacing("# activation_memory_gb: 2.7", with: "activation_memory_gb: 2.0")
        _ = try folder.write("project.yaml", settings)
        let report = doctor().examine(project: folder.url)
        #expect(!report.hasErrors)
        #expect(
            report.checks.suffix(7).dropLast().map(line) == [
                "ok project: lights: project.yaml is valid",
                "ok data: 6 training, 2 validation, 2 test records",
                "ok model: stories260K: 5 layers, context 512, tokenizer of 512 tokens fits",
                "ok weights: 0.3 million parameters, held as float32",
                "ok schedule: nothing doubtful",
                "ok prompts: the longest, of record \"train-1\", has 498 of 512 tokens with its "
                    + "answer",
            ])
        // Pitfalls are no errors.
        _ = try folder.write(
            "project.yaml",
            settings.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("  test:") }.joined(separator: "\n"))
        let doubtful = doctor().examine(project: folder.url)
        #expect(!doubtful.hasErrors)
        #expect(
            line(doubtful.checks.first { $0.topic == "schedule" }).hasPrefix(
                "warning schedule: There is no test split: the comparison will be made on "))
        _ = try folder.write("project.yaml", settings)
        let training = try #require(report.checks.last)
        #expect(training.topic == "run memory")
        #expect(training.finding.hasPrefix("about "))
        #expect(
            training.finding.hasSuffix(
                " predicted; activations may take 2.0 GB, so that no layer is computed twice."))
        var small = doctor()
        small.machine = machine(memory: 50_000)
        let short = try #require(small.examine(project: folder.url).checks.last)
        #expect(short.status == .error)
        #expect(
            short.finding.contains(" of memory, but only 51.2 MB is available: the base takes "))
        #expect(
            short.advice
                == "Shorten the template, lower training.batch_size (now 8), set training.base to "
                + "int8, lower training.activation_memory_gb (now 2.00), or close other programs.")
        _ = try folder.write("template.txt", String(repeating: "Never ever explain. ", count: 99))
        let long = doctor().examine(project: folder.url)
        #expect(long.hasErrors)
        #expect(
            long.checks.last?.advice
                == "Shorten the template, use fewer examples, or take the record out (train.jsonl, "
                + "line 1).")
    }

    @Test func allThatIsWrongWithAProjectIsTold() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("project.yaml", "data:\n  train: t.jsonl\nnmae: x\n")
        _ = try folder.write("t.jsonl", "{\"query\": \"a\"}\n")
        let report = doctor().examine(project: folder.url)
        // A misspelt setting leaves nothing certain, so that only the file is reported.
        #expect(
            report.checks.last?.finding
                == "project.yaml:1:1: model.path names \"model\", which does not exist. Put it at "
                + "\(folder.url.path)/model, or correct the path.\n"
                + "project.yaml:3:1: nmae is not a setting. Did you mean \"name\"?")
        _ = try folder.write("project.yaml", "data:\n  train: t.jsonl\n")
        let data = doctor().examine(project: folder.url).checks.filter { $0.status == .error }
        #expect(data.map(\.topic) == ["project", "data", "model"])
        #expect(data[1].finding.hasPrefix("Record has no \"output\" field.\nt.jsonl, line 1\n"))
    }

    @Test func filesOfMeasuresAreLookedAt() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "project.yaml",
            "data:\n  train: t.jsonl\nevaluation:\n  probes: p.jsonl\n  off_task: o.jsonl\n")
        _ = try folder.write("t.jsonl", "{\"query\": \"a\", \"output\": \"b\"}\n")
        _ = try folder.write(
            "p.jsonl", "{\"name\": \"a\", \"query\": \"q\", \"contains\": \"x\"}\n")
        _ = try folder.write(
            "o.jsonl", "{\"query\": \"a\"}\n{\"query\": \"b\", \"output\": \"c\"}\n")
        func checks() -> [String] {
            doctor().examine(project: folder.url).checks
                .filter { ["probes", "off task"].contains($0.topic) }.map(line)
        }
        #expect(
            checks() == ["ok probes: 1 rule to try", "ok off task: 2 queries, 1 with an output"])
        _ = try folder.write("p.jsonl", "{\"name\": \"a\"}\n{}\n")
        _ = try folder.write("o.jsonl", "\n{\"output\": \"c\"}\n")
        let bad = checks()
        #expect(
            bad.first?.hasPrefix(
                "error probes: Line 1: It has no text \"query\".\nLine 2: It has no text \"name\".\n"
                    + "p.jsonl\n") == true)
        #expect(
            bad.last?.hasPrefix("error off task: Record has no \"query\" field.\no.jsonl, line 2\n")
                == true)
    }

    @Test func aFolderWithoutAProjectIsAnError() throws {
        let folder = try TemporaryFolder()
        let report = doctor().examine(project: folder.url)
        #expect(report.hasErrors)
        #expect(
            report.checks.last?.finding
                == "There is no project file. \(folder.url.path)/project.yaml. Make one with: "
                + "promptintern init")
    }

    // MARK: Report

    @Test func theReportIsAlignedAndCounted() {
        let report = DoctorReport([
            DoctorCheck("disk", .ok, "1 GB free"),
            DoctorCheck("terminal", .warning, "one\ntwo", advice: "Do this."),
            DoctorCheck("model", .error, "none"),
        ])
        #expect(
            report.text == """
                ok       disk      1 GB free
                warning  terminal  one
                                   two
                                   Do this.
                error    model     none

                1 error, 1 warning.
                """)
        #expect(report.json["ok"]?.boolValue == false)
        let check: JSONValue = [
            "topic": "terminal", "status": "warning", "finding": "one\ntwo", "advice": "Do this.",
        ]
        #expect(report.json["checks"]?.arrayValue?[1] == check)
    }

    @Test func aDebugBuildIsWarnedOf() {
        var doctor = doctor()
        doctor.isOptimized = false
        #expect(line(doctor.examine(project: nil).checks.first) == "warning version: 1.0")
    }
}
