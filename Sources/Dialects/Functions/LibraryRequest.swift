/// A request for a little program with the program.
package struct LibraryRequest: Sendable, Hashable {
    /// The parameters with their kinds and the task, as the model gets them.
    package var query: String
    /// The answer before a dialect spells it.
    package var task: LibraryTask
}

extension LibraryRequest {
    /// A request for a program in one of many wordings.
    init(_ task: LibraryTask, using generator: inout SeededGenerator) {
        let given = task.parameters.map { "\($0.name) (\($0.kind.rawValue))" }
        let sentence = Self.sentence(task, using: &generator)
        query = "Given: \(given.joined(separator: ", "))\nTask: \(sentence)"
        self.task = task
    }

    /// The name of what a program gives, as it may stand within a sentence.
    static func nominal(
        _ task: LibraryTask, using generator: inout SeededGenerator
    ) -> String {
        let quote = generator.pick(quotes)
        var phrase = task.subject
        for step in task.steps {
            phrase = fill(
                generator.pick(HelperWording.of(step.helper).nominals), step, phrase, quote,
                using: &generator)
        }
        return phrase
    }

    private static func sentence(
        _ task: LibraryTask, using generator: inout SeededGenerator
    ) -> String {
        if generator.chance(55) {
            let nominal = nominal(task, using: &generator)
            return PhraseTemplate.fill(generator.pick(frames)) { slot in
                slot == "X" ? nominal.startingUpperCase : nominal
            }
        }
        let quote = generator.pick(quotes)
        var phrases: [String] = []
        for step in task.steps {
            let wording = HelperWording.of(step.helper)
            let template = generator.pick(
                phrases.isEmpty ? wording.commands : wording.continuations)
            phrases.append(fill(template, step, task.subject, quote, using: &generator))
        }
        let opening = generator.pick(openings)
        let joint = generator.pick(joints)
        return PhraseTemplate.fill(opening) { _ in phrases.joined(separator: joint) }
            .startingUpperCase + "."
    }

    private static func fill(
        _ template: String, _ step: LibraryTask.Step, _ subject: String, _ quote: String,
        using generator: inout SeededGenerator
    ) -> String {
        PhraseTemplate.fill(template) { slot in
            if slot == "x" { return subject }
            let place = step.helper.roles.firstIndex { $0.rawValue == slot }
            guard let place else {
                preconditionFailure("\(step.helper) has no argument {\(slot)}")
            }
            return switch step.arguments[place] {
            case .number(let number): String(number)
            case .text(let text): quote + text + quote
            case .constant(let constant): generator.pick(constant.adjectives)
            case .parameter(let name): name
            }
        }
    }

    // MARK: Stock

    private static let quotes = ["\"", "\"", "'"]

    private static let frames = [
        "Return {x}.", "Give {x}.", "Compute {x}.", "Find {x}.", "I need {x}.", "I want {x}.",
        "Write a function that returns {x}.", "A function for {x}.", "{X}, please.",
        "Give me {x}.", "Work out {x}.", "Can you return {x}?", "We are looking for {x}.",
        "The function should return {x}.", "Determine {x}.", "Please compute {x}.",
    ]
    private static let openings = [
        "{x}", "{x}", "{x}", "please {x}", "write a function to {x}", "your task is to {x}",
        "I would like to {x}", "the function should {x}", "we have to {x}",
    ]
    private static let joints = [", then ", "; then ", ", and after that ", ", next "]
}
