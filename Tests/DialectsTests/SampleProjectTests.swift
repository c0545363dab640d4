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
}
