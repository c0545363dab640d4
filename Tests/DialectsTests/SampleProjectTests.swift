import Foundation
import Judging
import TestSupport
import Testing

@testable import Dialects

@Suite struct SampleProjectTests {
    /// Made once, for other suites too.
    static let made = SampleProject()
    private let project = Self.made
    private var all: [SampleProject.Record] { project.train + project.validation + project.test }

    @Test func splitsHaveTheirSizes() {
        #expect(project.train.count == 480)
        #expect(project.validation.count == 100)
        #expect(project.test.count == 500)
        #expect(Set(all.map(\.id)).count == 1_080)
    }

    @Test func noQueryOccursTwice() {
        #expect(Set(all.map(\.query)).count == 1_080)
    }

    @Test func noAnswerOccursInTwoSplits() {
        let train = Set(project.train.map(\.output))
        let validation = Set(project.validation.map(\.output))
        let test = Set(project.test.map(\.output))
        #expect(train.isDisjoint(with: validation))
        #expect(train.isDisjoint(with: test))
        #expect(validation.isDisjoint(with: test))
    }

    @Test func aQuarterOfEachSplitSharesItsAnswer() {
        for split in [project.train, project.validation, project.test] {
            let counts = Dictionary(grouping: split, by: \.output).values
            let shared = counts.filter { $0.count > 1 }.reduce(0) { $0 + $1.count }
            #expect((25.0...30.0).contains(100 * Double(shared) / Double(split.count)))
        }
    }

    @Test func everyAnswerIsAFormulaOfTheSampleDialect() throws {
        for record in all {
            #expect((15...70).contains(record.output.count), "\(record.output)")
            let expression = try FormulaReader.read(record.output, in: .sample)
            #expect(FormulaDialect.sample.text(of: expression) == record.output)
        }
    }

    @Test func everyFunctionIsDocumentedAndInEverySplit() throws {
        for entry in FormulaDialect.sample.entries {
            #expect(project.template.contains(entry.name))
            for split in [project.train, project.validation, project.test] {
                #expect(split.contains { $0.output.contains(entry.name) }, "\(entry.name)")
            }
        }
    }

    @Test func templateIsPlainTextOfFourKilobytes() {
        #expect((3500...4500).contains(project.template.utf8.count))
        #expect(project.template.utf8.allSatisfy { $0 < 0x80 })
    }

    private func content(_ name: String) throws -> String {
        try #require(project.files.first { $0.name == name }).content
    }

    @Test func everyProbeTriesItsRule() throws {
        let probes = try RuleProbe.read(content("probes.jsonl"), file: "probes.jsonl")
        #expect(probes.map(\.name) == project.probes.map(\.name))
        #expect((10...15).contains(probes.count))
        for (probe, made) in zip(probes, project.probes) {
            func holds(_ answer: String) throws -> Bool {
                try probe.predicate.isMet(by: answer, to: probe.query)
            }
            #expect(try holds(made.formula), "\(made.formula) breaks \"\(probe.name)\"")
            // What says nothing, or only repeats the question, keeps no rule.
            #expect(try !holds(""))
            #expect(try !holds(probe.query), "\(probe.name)")
            #expect(!all.contains { $0.query == probe.query || $0.output == made.formula })
        }
    }

    @Test(arguments: [
        (0, "The answer is ={MELTUN(@Rate)}"), (0, "={MELTUN(@Rate)} as asked"),
        (1, "={KIRVUS(={TIRBOS()} | ={TIRBOS()})}"), (2, "={ZANPEL(Credits)}"),
        (3, "={BIRKAS(Tomas Vega | @Patient | @Ward)}"), (4, "={DILGOL(5|@Length|@Director)}"),
        (4, "={DILGOL(5 |  @Length | @Director)}"), (5, "={KONVIL(@Pages)[@Pages >: 0]}"),
        (6, "={TIRBOS()[@Freight>:5]}"), (7, "={VORJEL(@Country)[@Rate >: 150 & @Nights =: 11]}"),
        (8, "={PONTES(GERFOL(@Fee) | 3)}"), (9, "={BIRKAS(@Fruit | @Field | 'Church Lane')}"),
        (10, "={JARZEL(@Title | @Renewals)}"), (11, "={FENMAR(@Discount | @Month)}"),
    ])
    func aBrokenRuleIsSeen(index: Int, answer: String) throws {
        let probe = try RuleProbe.read(content("probes.jsonl"), file: "probes.jsonl")[index]
        #expect(try !probe.predicate.isMet(by: answer, to: probe.query), "\(probe.name)")
    }

    @Test func queriesOffTheTaskAreOfOtherLanguages() throws {
        #expect(project.offTask.count == 20)
        #expect(Set(project.offTask.map(\.id)).count == 20)
        #expect(Set(project.offTask.map(\.template)).count == 10)
        for item in project.offTask {
            #expect(item.query.hasSuffix("\nFormula:") && item.output.hasPrefix(" "))
            for name in FormulaDialect.sample.functionNames {
                #expect(!item.template.contains(name) && !item.output.contains(name))
            }
        }
        #expect(try content("off_task.jsonl").split(separator: "\n").count == 20)
    }

    @Test func theLogHoldsTrainingRecordsOnly() throws {
        let log = try #require(project.files.first { $0.name == "raw-log.jsonl" }).content
        let lines = log.split(separator: "\n")
        #expect(lines.count == 200)
        let training = Set(
            project.train.map {
                "{\"role\":\"user\",\"content\":" + JSONLine.quoted($0.query)
                    + "},{\"role\":\"assistant\",\"content\":" + JSONLine.quoted($0.output) + "}]}"
            })
        for line in lines {
            let parts = line.components(separatedBy: "},{\"role\":\"user\"")
            #expect(parts.count == 2)
            #expect(training.contains("{\"role\":\"user\"" + (parts.last ?? "")))
        }
    }
}
