import Foundation
import Judging
import TestSupport
import Testing

@testable import Dialects

/// What holds for each sample project as files.
@Suite struct SampleFilesTests {
    private static let projects: [(folder: String, project: any SampleFiles)] = [
        ("formulas", SampleProjectTests.made), ("functions", FunctionSampleProjectTests.made),
        ("commands", CommandSampleProjectTests.made),
    ]

    @Test(arguments: projects.indices)
    func filesInSampleDataAreThoseThatAreWritten(index: Int) throws {
        let (name, project) = Self.projects[index]
        let folder = SharedFixtures.projectRoot.appending(path: "sample-data/" + name)
        for file in project.files {
            let text = try String(contentsOf: folder.appending(path: file.name), encoding: .utf8)
            #expect(text == file.content, "\(name)/\(file.name) differs from what the code writes")
        }
    }

    @Test(arguments: projects.indices)
    func writingMakesTheFolder(index: Int) throws {
        let project = Self.projects[index].project
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "a/b")
        try project.write(to: target)
        let names = try FileManager.default.contentsOfDirectory(atPath: target.path)
        #expect(Set(names) == Set(project.files.map(\.name)))
    }

    // MARK: Splits

    private func splits(_ index: Int) -> [[any SampleRecord]] {
        func all(_ project: some SampleFiles) -> [[any SampleRecord]] {
            [project.train, project.validation, project.test]
        }
        return all(Self.projects[index].project)
    }

    @Test(arguments: projects.indices)
    func splitsHaveTheirSizesAndNothingOccursTwice(index: Int) {
        #expect(splits(index).map(\.count) == [480, 100, 500])
        #expect(Set(splits(index).joined().map(\.id)).count == 1_080)
        #expect(Set(splits(index).joined().map(\.query)).count == 1_080)
    }

    @Test(arguments: projects.indices)
    func noAnswerOccursInTwoSplits(index: Int) {
        let outputs = splits(index).map { Set($0.map(\.output)) }
        #expect(outputs[0].isDisjoint(with: outputs[1]))
        #expect(outputs[0].isDisjoint(with: outputs[2]))
        #expect(outputs[1].isDisjoint(with: outputs[2]))
    }

    @Test(arguments: projects.indices)
    func aQuarterOfEachSplitSharesItsAnswer(index: Int) {
        for split in splits(index) {
            let counts = Dictionary(grouping: split, by: \.output).values
            let shared = counts.filter { $0.count > 1 }.reduce(0) { $0 + $1.count }
            #expect((25.0...30.0).contains(100 * Double(shared) / Double(split.count)))
        }
    }

    // MARK: What is measured beside the task

    private func content(_ name: String, of index: Int) throws -> String {
        try #require(Self.projects[index].project.files.first { $0.name == name }).content
    }

    @Test(arguments: projects.indices)
    func everyProbeTriesItsRule(index: Int) throws {
        let all = splits(index).joined()
        let made = Self.projects[index].project.probes
        let probes = try RuleProbe.read(
            content("probes.jsonl", of: index), file: "probes.jsonl")
        #expect(probes.map(\.name) == made.map(\.name))
        #expect((10...15).contains(probes.count))
        for (probe, made) in zip(probes, made) {
            func holds(_ answer: String) throws -> Bool {
                try probe.predicate.isMet(by: answer, to: probe.query)
            }
            #expect(try holds(made.answer), "\(made.answer) breaks \"\(probe.name)\"")
            // What says nothing, or only repeats the question, keeps no rule.
            #expect(try !holds(""))
            #expect(try !holds(probe.query), "\(probe.name)")
            #expect(!all.contains { $0.query == probe.query || $0.output == made.answer })
        }
    }

    @Test(arguments: projects.indices)
    func questionsOffTheTaskAreOfOtherDialects(index: Int) throws {
        let offTask = Self.projects[index].project.offTask
        #expect(offTask.count == 20)
        #expect(Set(offTask.map(\.id)).count == 20)
        #expect(Set(offTask.map(\.template)).count == 10)
        let names =
            [
                FormulaDialect.sample.functionNames, LibraryDialect.sample.helperNames,
                CommandDialect.sample.commandNames,
            ][index]
        for item in offTask {
            #expect(item.output.hasPrefix(" ") && item.query.hasSuffix(":"))
            // As whole words: a longer made-up name may hold a shorter one.
            let words = Set((item.template + item.output).split { !$0.isLetter }.map(String.init))
            #expect(words.isDisjoint(with: names), "\(item.id)")
        }
        #expect(try content("off_task.jsonl", of: index).split(separator: "\n").count == 20)
    }

    @Test func theLogHoldsTrainingRecordsOnly() throws {
        let lines = try content("raw-log.jsonl", of: 0).split(separator: "\n")
        #expect(lines.count == 200)
        let training = Set(
            SampleProjectTests.made.train.map {
                "{\"role\":\"user\",\"content\":" + JSONLine.quoted($0.query)
                    + "},{\"role\":\"assistant\",\"content\":" + JSONLine.quoted($0.output) + "}]}"
            })
        for line in lines {
            let parts = line.components(separatedBy: "},{\"role\":\"user\"")
            #expect(parts.count == 2)
            #expect(training.contains("{\"role\":\"user\"" + (parts.last ?? "")))
        }
    }

    @Test func numbersOfIDsHaveTheirDigits() {
        #expect(SampleProject.recordID("test", index: 6) == "test-007")
        #expect(SampleProject.recordID("off-task", index: 19, digitCount: 2) == "off-task-20")
        #expect(SampleProject.recordID("test", index: 1_233) == "test-1234")
    }
}
