/// Makes up values that a program is tried on, so that a wrong one shows.
struct LibraryTrials {
    private let task: LibraryTask
    private let subjectKind: LibraryKind
    private var generator: SeededGenerator

    /// Values drawn at most, in search of telling ones.
    private static let drawLimit = 60

    /// Trials of a program on values that the generator decides.
    init(_ task: LibraryTask, using generator: SeededGenerator) {
        self.task = task
        self.generator = generator
        let subject = task.parameters.first { $0.name == task.subject }
        guard let subject else { preconditionFailure("No parameter \(task.subject)") }
        subjectKind = subject.kind
    }

    /// Statements that fail where a function of that name computes something else: values that
    /// tell the program's rivals apart first, an empty list or text last.
    mutating func statements(of name: String, count: Int) -> [String] {
        let empty = values(isEmpty: true)
        var rivals = task.rivals.filter { $0.evaluate(empty) == task.evaluate(empty) }
        var trials: [[LibraryValue]] = []
        var others: [[LibraryValue]] = []
        var results: Set<LibraryValue> = [task.evaluate(empty)]
        for _ in 0..<Self.drawLimit where trials.count < count - 1 {
            if rivals.isEmpty, trials.count + others.count >= count - 1 { break }
            let values = values(isEmpty: false)
            let result = task.evaluate(values)
            let isNew = results.insert(result).inserted
            let unseen = rivals.filter { $0.evaluate(values) == result }
            if unseen.count < rivals.count {
                trials.append(values)
                rivals = unseen
            } else if isNew {
                others.append(values)
            }
        }
        trials += others.prefix(count - 1 - trials.count)
        // Where few results are possible, a few more trials are as good as any.
        while trials.count < count - 1 { trials.append(values(isEmpty: false)) }
        return (trials + [empty]).map { values in
            let arguments = values.map(\.python).joined(separator: ", ")
            return "assert \(name)(\(arguments)) == \(task.evaluate(values).python)"
        }
    }

    // MARK: Values

    /// One value for each parameter, in their order.
    private mutating func values(isEmpty: Bool) -> [LibraryValue] {
        var byName: [String: LibraryValue] = [:]
        var arguments: [(role: LibraryRole, value: LibraryValue)] = []
        for step in task.steps {
            for (role, argument) in zip(step.helper.roles, step.arguments) {
                if case .parameter(let name) = argument {
                    byName[name] = LibraryCatalogue.argument(role, using: &generator).value
                    if let value = byName[name] { arguments.append((role, value)) }
                } else if let value = argument.value {
                    arguments.append((role, value))
                }
            }
        }
        byName[task.subject] =
            switch subjectKind {
            case .numbers: .numbers(isEmpty ? [] : numbers(arguments))
            case .words: .words(isEmpty ? [] : words(arguments))
            case .text: .text(isEmpty ? "" : text(arguments))
            case .number: preconditionFailure("No helper works on a single number")
            }
        return task.parameters.compactMap { byName[$0.name] }
    }

    /// Numbers on both sides of the program's bounds, the bounds themselves and a repeat.
    private mutating func numbers(
        _ arguments: [(role: LibraryRole, value: LibraryValue)]
    ) -> [Int] {
        let bounds = bounds(arguments)
        var numbers = bounds
        for _ in 0..<length(arguments) {
            if let low = bounds.min(), let high = bounds.max(), low < high, generator.chance(40) {
                numbers.append(low + generator.below(high - low))
            } else {
                numbers.append(generator.pick(bounds) + generator.below(41) - 20)
            }
        }
        for _ in 0..<2 { numbers.append(generator.pick(numbers)) }
        return generator.shuffled(numbers)
    }

    /// What the program sets numbers against, seen from its beginning: what is added or multiplied
    /// before the bound is taken off.
    private func bounds(_ arguments: [(role: LibraryRole, value: LibraryValue)]) -> [Int] {
        var bounds: [Int] = []
        for (role, value) in arguments.reversed() {
            guard case .number(let number) = value else { continue }
            switch role {
            case .limit, .low, .high: bounds.append(number)
            case .amount: bounds = bounds.map { $0 - number }
            case .factor: bounds = bounds.map { $0 / number }
            default: break
            }
        }
        return bounds.isEmpty ? [25] : bounds
    }

    private mutating func length(
        _ arguments: [(role: LibraryRole, value: LibraryValue)]
    ) -> Int {
        var least = 6
        for case (.size, .number(let size)) in arguments { least = max(least, size + 2) }
        // What is cut off after a bound must still be there.
        let isNarrowed = arguments.contains { $0.role == .limit || $0.role == .low }
        return (isNarrowed && least > 6 ? 2 * least : least) + generator.below(3)
    }

    /// Words with the letters that the program looks for, the word that it replaces and a repeat,
    /// some of them with a capital.
    private mutating func words(
        _ arguments: [(role: LibraryRole, value: LibraryValue)]
    ) -> [String] {
        var words: [String] = []
        for _ in 0..<length(arguments) { words.append(generator.pick(LibraryCatalogue.texts)) }
        words[0] = words[0].startingUpperCase
        for case (let role, .text(let text)) in arguments {
            switch role {
            case .prefix:
                let hasSize = arguments.contains { $0.role == .size }
                for place in 1..<(hasSize ? words.count : 4) { words[place] = text + words[place] }
            case .old: words += [text, text.startingUpperCase, text]
            case .new: words.append(text)
            default: break
            }
        }
        for _ in 0..<2 { words.append(generator.pick(words)) }
        return generator.shuffled(words)
    }

    /// Words with the program's first separator between them, or spaces where it has none.
    private mutating func text(
        _ arguments: [(role: LibraryRole, value: LibraryValue)]
    ) -> String {
        var separator = " "
        for case (.separator, .text(let text)) in arguments {
            separator = text
            break
        }
        return words(arguments).joined(separator: separator)
    }
}
