import Foundation
import Testing

@testable import Dialects

@Suite struct LibraryRequestTests {
    private let tasks = LibraryTaskGenerator(
        helpers: LibraryHelper.allCases, argumentLimit: 2, allowsNesting: true)

    /// A wording without what a request or a dialect puts into it.
    private func bare(_ template: String) -> String {
        PhraseTemplate.fill(template.lowercased()) { _ in "_" }
    }

    @Test func noWordingBelongsToTwoHelpers() {
        var owners: [String: LibraryHelper] = [:]
        for helper in LibraryHelper.allCases {
            let wording = HelperWording.of(helper)
            #expect(Set(wording.nominals + wording.commands).count >= 8, "\(helper)")
            #expect(Set(HelperDescription.all(helper)).count >= 4, "\(helper)")
            let all = [wording.nominals, wording.commands, wording.continuations]
            for template in all.flatMap({ $0 }) + HelperDescription.all(helper) {
                let owner = owners.updateValue(helper, forKey: bare(template))
                #expect(owner == nil || owner == helper, "\(template)")
            }
        }
    }

    @Test func everyWordingHasTheSlotsOfItsArguments() {
        for helper in LibraryHelper.allCases {
            let wording = HelperWording.of(helper)
            func hasAll(_ template: String) -> Bool {
                helper.roles.allSatisfy { template.contains("{\($0.rawValue)}") }
            }
            for template in wording.nominals + wording.commands {
                #expect(template.components(separatedBy: "{x}").count == 2, "\(template)")
                #expect(hasAll(template), "\(template)")
            }
            for template in wording.nominals {
                #expect(template.hasSuffix("{x}"), "\(template)")
            }
            for template in wording.continuations {
                #expect(!template.contains("{x}") && hasAll(template))
            }
            for template in HelperDescription.all(helper) {
                #expect(hasAll(template), "\(template)")
            }
        }
    }

    @Test func equalRequestsHaveEqualPrograms() {
        var generator = SeededGenerator(seed: 21)
        var programs: [String: LibraryTask] = [:]
        for _ in 0..<20_000 {
            let request = LibraryRequest(tasks.task(using: &generator), using: &generator)
            let before = programs.updateValue(request.task, forKey: request.query)
            #expect(before == nil || before == request.task, "\(request.query)")
        }
        #expect(programs.count > 18_000)
    }

    @Test func requestsNameWhatProgramsAreMadeOf() {
        var generator = SeededGenerator(seed: 22)
        for _ in 0..<2_000 {
            let request = LibraryRequest(tasks.task(using: &generator), using: &generator)
            let lines = request.query.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix("Given: ") && lines[1].hasPrefix("Task: "))
            #expect(!request.query.contains("{") && !request.query.contains("}"))
            for parameter in request.task.parameters {
                #expect(lines[0].contains("\(parameter.name) (\(parameter.kind.rawValue))"))
                #expect(lines[1].lowercased().contains(parameter.name))
            }
            for argument in request.task.steps.flatMap(\.arguments) {
                switch argument {
                case .number(let number): #expect(lines[1].contains(String(number)))
                case .text(let text):
                    #expect(lines[1].contains("\"\(text)\"") || lines[1].contains("'\(text)'"))
                case .constant, .parameter: break
                }
            }
        }
    }

    @Test func namesOfTheCatalogueAreDistinctAndFreeOfPythonsWords() {
        let python: Set<String> = [
            "and", "as", "assert", "break", "class", "def", "del", "elif", "else", "except",
            "for", "from", "global", "if", "import", "in", "is", "lambda", "not", "or", "pass",
            "raise", "return", "try", "while", "with", "yield", "len", "max", "min", "sum", "dict",
            "sorted", "object", "getattr", "e", "self", "other", "it",
        ]
        let subjects = LibraryKind.allCases.flatMap(LibraryCatalogue.names)
        #expect(Set(subjects).count == subjects.count)
        let arguments = LibraryRole.allCases.flatMap(\.parameterNames)
        #expect(Set(arguments).count == arguments.count)
        #expect(Set(subjects).isDisjoint(with: arguments))
        #expect(python.isDisjoint(with: subjects + arguments))
        #expect(python.isDisjoint(with: LibraryRole.allCases.flatMap(\.wordings)))
        let texts = LibraryCatalogue.texts
        for text in texts {
            #expect(!texts.contains { $0 != text && $0.contains(text) }, "\(text)")
        }
    }

    @Test func programsTakeNoMoreArgumentsThanAreAllowed() {
        for limit in 0...2 {
            var generator = SeededGenerator(seed: 23)
            let tasks = LibraryTaskGenerator(
                helpers: LibraryHelper.allCases, argumentLimit: limit, allowsNesting: true)
            var lengths = Set<Int>()
            for _ in 0..<1_000 {
                let task = tasks.task(using: &generator)
                #expect(task.steps.reduce(0) { $0 + $1.arguments.count } <= limit)
                lengths.insert(task.steps.count)
            }
            #expect(lengths.isSuperset(of: [1, 2]))
        }
    }
}
