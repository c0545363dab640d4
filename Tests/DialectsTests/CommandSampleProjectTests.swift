import Testing

@testable import Dialects

@Suite struct CommandSampleProjectTests {
    /// Made once, for other suites too.
    static let made = CommandSampleProject()
    private let project = Self.made
    private typealias Record = CommandSampleProject.Record
    private var splits: [[Record]] { [project.train, project.validation, project.test] }

    @Test func commandsAreBalancedInEverySplit() {
        for split in splits {
            let counts = Dictionary(grouping: split, by: \.chain.first.action).mapValues(\.count)
            #expect(counts.count == 16)
            let even = Double(split.count) / 16
            for (action, count) in counts {
                #expect((0.5 * even...1.6 * even).contains(Double(count)), "\(action) \(count)")
            }
        }
    }

    /// One line says one thing only, and says all that was asked for.
    @Test func everyAnswerReadsAsWhatItDoes() throws {
        for record in splits.joined() {
            #expect(try CommandReader.read(record.output) == record.chain, "\(record.output)")
            #expect(!project.template.contains(record.output))
        }
        let chains = splits.joined().map(\.chain)
        #expect(chains.contains { $0.second != nil })
        #expect(chains.contains { $0.first.options.count == 2 })
    }

    /// What an answer is about can be known from its request alone.
    @Test func requestsNameWhatTheirAnswersAreAbout() {
        for record in splits.joined() {
            for call in record.chain.calls {
                for value in call.operands + call.options.map(\.value) {
                    guard let text = value?.mainWord else { continue }
                    #expect(record.query.contains(text), "\(record.query): \(record.output)")
                }
            }
        }
    }

    @Test func templateIsPlainTextOfAThousandTokens() {
        #expect((4_200...6_500).contains(project.template.utf8.count))
        #expect(project.template.utf8.allSatisfy { $0 < 0x80 })
        for name in CommandDialect.sample.commandNames {
            #expect(project.template.contains("$" + name))
        }
        for entry in CommandDialect.sample.entries {
            for flag in entry.flags { #expect(project.template.contains("+" + flag.name)) }
        }
    }

    @Test func namesAreNoOtherSamples() {
        let others = Set(
            (FormulaDialect.sample.functionNames + LibraryDialect.sample.helperNames)
                .map { $0.uppercased() })
        #expect(others.isDisjoint(with: CommandDialect.sample.commandNames))
    }
}

extension CommandValue {
    /// What a request must say for the value to be known.
    fileprivate var mainWord: String {
        switch self {
        case .path(let word), .text(let word), .pattern(let word, _), .user(let word): word
        case .size(let number, _), .age(let number, _), .number(let number): String(number)
        }
    }
}
