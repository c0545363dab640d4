import Foundation
import Judging
import TestSupport
import Testing

@testable import Dialects

@Suite struct FunctionSampleProjectTests {
    /// Made once, for other suites too.
    static let made = FunctionSampleProject()
    private let project = Self.made
    private typealias Record = FunctionSampleProject.Record
    private var splits: [[Record]] { [project.train, project.validation, project.test] }
    private var heldOut: [Record] { project.validation + project.test }

    @Test func helpersAreBalancedInEverySplit() {
        for split in splits {
            let counts = Dictionary(grouping: split) {
                LibraryDialect.sample.firstWritten(in: $0.task)
            }.mapValues(\.count)
            #expect(counts.count == 16)
            let even = Double(split.count) / 16
            for (helper, count) in counts {
                #expect((0.5 * even...1.6 * even).contains(Double(count)), "\(helper) \(count)")
            }
        }
    }

    @Test func everyAnswerIsAProgramOfTheSampleLibrary() throws {
        for record in splits.joined() {
            let program = try LibraryReader.read(record.output, in: .sample)
            #expect(program == LibraryReader.Program(record.task))
            #expect(!project.template.contains(record.output))
        }
    }

    @Test func templateIsPlainTextOfAThousandTokens() {
        #expect((4_200...5_500).contains(project.template.utf8.count))
        #expect(project.template.utf8.allSatisfy { $0 < 0x80 })
        for name in LibraryDialect.sample.helperNames { #expect(project.template.contains(name)) }
    }

    @Test func onlyHeldOutRecordsHaveTests() throws {
        for record in project.train { #expect(record.asserts.isEmpty) }
        for record in heldOut {
            #expect(record.asserts.count == 5)
            for statement in record.asserts { #expect(statement.hasPrefix("assert task(")) }
            let last = try #require(record.asserts.last)
            #expect(last.contains("[]") || last.contains("\"\""))
        }
    }

    // MARK: Running

    private func program(_ code: String, _ record: Record) -> String {
        ([code, project.setup] + record.asserts).joined(separator: "\n")
    }

    @Test(.enabled(if: PythonPrograms.isAvailable, "python3 is missing"))
    func rightAnswersPassTheirOwnTests() throws {
        let results = try PythonPrograms.run(heldOut.map { program($0.output, $0) })
        for (result, record) in zip(results, heldOut) {
            #expect(result == "", "\(record.id): \(record.output)")
        }
    }

    /// Each answer with another helper that works on the same, in place of one of its own.
    private var confused: [(record: Record, code: String)] {
        var generator = SeededGenerator(seed: 41)
        return heldOut.compactMap { record in
            var task = record.task
            let place = generator.below(task.steps.count)
            let step = task.steps[place]
            let others = LibraryDialect.sample.helpers.filter {
                $0 != step.helper && !Set($0.inputs).isDisjoint(with: step.helper.inputs)
                    && $0.roles.map(\.kind) == step.helper.roles.map(\.kind)
            }
            guard !others.isEmpty else { return nil }
            task.steps[place].helper = generator.pick(others)
            return (record, LibraryDialect.sample.text(of: task))
        }
    }

    /// Each answer with the arguments of a call in reverse.
    private var swapped: [(record: Record, code: String)] {
        heldOut.compactMap { record in
            var dialect = LibraryDialect.sample
            let used = Set(record.task.steps.map(\.helper))
            for place in dialect.entries.indices
            where used.contains(dialect.entries[place].helper) {
                dialect.entries[place].argumentOrder.reverse()
            }
            let code = dialect.text(of: record.task)
            return code == record.output ? nil : (record, code)
        }
    }

    /// Each answer of several steps without one of them.
    private var shortened: [(record: Record, code: String)] {
        heldOut.flatMap { record -> [(record: Record, code: String)] in
            guard record.task.steps.count > 1 else { return [] }
            return record.task.steps.indices.map { place in
                var task = record.task
                task.steps.remove(at: place)
                return (record, LibraryDialect.sample.text(of: task))
            }
        }
    }

    @Test(.enabled(if: PythonPrograms.isAvailable, "python3 is missing"))
    func wrongAnswersFail() throws {
        // The figures that sample-data/README.md states.
        for (name, wrong, found) in [
            ("another helper", confused, 442), ("swapped", swapped, 481),
            ("a step less", shortened, 741),
        ] {
            let results = try PythonPrograms.run(wrong.map { program($0.code, $0.record) })
            let failing = results.filter { !$0.isEmpty }.count
            let passing = zip(results, wrong).filter { $0.0.isEmpty }.map { $0.1.code }
            #expect(
                failing == found && passing.count < 10,
                "\(name): \(failing) of \(wrong.count) fail; \(passing.prefix(12))")
        }
    }

    private static let sandbox = try? TestRunner(sandbox: Sandbox())

    /// The order of code, setup and tests is the judge's own here.
    @Test(.enabled(if: Self.sandbox != nil, "No sandbox to run code in on this machine."))
    func theProjectsMetricTellsRightFromWrong() throws {
        let runner = try #require(Self.sandbox)
        func passes(_ code: String, _ record: Record) throws -> Bool {
            try runner.run(
                TestedAnswer(
                    recordID: record.id, code: code, setup: project.setup, tests: record.asserts)
            ).isPassed
        }
        for record in project.test.prefix(8) {
            #expect(try passes(record.output, record), "\(record.output)")
            #expect(try !passes("def task(*given): return given[0]", record))
        }
    }

    @Test func metaIsWhatTheTestsAreReadFrom() throws {
        let file = try #require(project.files.first { $0.name == "test.jsonl" })
        let line = try #require(file.content.split(separator: "\n").first)
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let meta = try #require(object?["meta"] as? [String: Any])
        #expect(meta["asserts"] as? [String] == project.test[0].asserts)
        #expect(meta["setup"] as? String == project.setup)
    }
}
