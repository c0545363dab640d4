/// A made-up library of little helpers for Python: their names and argument orders, and how
/// programs of them are written.
package struct LibraryDialect: Sendable, Equatable {
    /// One helper as this dialect has it.
    package struct Entry: Sendable, Equatable {
        /// What it does.
        package var helper: LibraryHelper
        /// Its made-up name, in the dialect's case.
        package var name: String
        /// Positions in the order in which this dialect writes them: 0 is what the helper works
        /// on, then its roles in canonical order from 1.
        package var argumentOrder: [Int]
    }

    /// A made-up word such as `Veldoran`.
    package var libraryName: String
    /// In the order in which the documentation lists them.
    package var entries: [Entry]
    /// How all but the names is spelled.
    package var syntax: LibrarySyntax

    /// What the dialect's helpers do, in the order of its entries.
    package var helpers: [LibraryHelper] { entries.map(\.helper) }
    /// The made-up names in the same order.
    package var helperNames: [String] { entries.map(\.name) }

    /// How this dialect has a helper.
    ///
    /// Precondition: the dialect has it; requests only need what it has.
    package func entry(of helper: LibraryHelper) -> Entry {
        for entry in entries where entry.helper == helper { return entry }
        preconditionFailure("The dialect has no helper \(helper)")
    }

    /// The helper whose name comes first in a program.
    package func firstWritten(in task: LibraryTask) -> LibraryHelper {
        let step = syntax.style == .nested ? task.steps.last : task.steps.first
        guard let step else { preconditionFailure("A task has at least one step") }
        return step.helper
    }

    // MARK: Printing

    /// The whole program, in one line.
    package func text(of task: LibraryTask) -> String {
        let parameters = task.parameters.map(\.name).joined(separator: syntax.comma)
        return text(parameters: parameters, expression: expression(of: task))
    }

    /// The line around an expression.
    func text(parameters: String, expression: String) -> String {
        let name = syntax.functionName
        return switch syntax.form {
        case .definition: "def \(name)(\(parameters)): return \(expression)"
        case .lambda: "\(name) = lambda \(parameters): \(expression)"
        case .bracketedDefinition: "def \(name)(\(parameters)): return (\(expression))"
        case .bracketedLambda: "\(name) = lambda \(parameters): (\(expression))"
        case .named(let word):
            "def \(name)(\(parameters)): \(word) = \(expression); return \(word)"
        }
    }

    /// What the program computes, without the line around it.
    package func expression(of task: LibraryTask) -> String {
        var output = start(task.subject)
        for step in task.steps {
            let entry = entry(of: step.helper)
            let arguments = writtenOrder(of: entry).map { position -> String in
                if position == 0 { return output }
                let role = step.helper.roles[position - 1]
                let value = text(of: step.arguments[position - 1])
                return syntax.usesKeywords ? "\(word(role))=\(value)" : value
            }
            output = joined(
                output, "\(entry.name)(\(arguments.joined(separator: syntax.comma)))")
        }
        return output
    }

    /// What a program's expression begins with.
    func start(_ subject: String) -> String {
        switch syntax.style {
        case .nested, .piped(_, nil): subject
        case .chained(let wrapper), .piped(_, .some(let wrapper)): "\(wrapper)(\(subject))"
        }
    }

    /// A call after what it works on; a nested call holds that already.
    func joined(_ subject: String, _ call: String) -> String {
        switch syntax.style {
        case .nested: call
        case .chained: "\(subject).\(call)"
        case .piped(let sign, _): "\(subject) \(sign) \(call)"
        }
    }

    /// The positions of a call's arguments: only in nested calls does what the helper works on
    /// stand among them, and first of all where the others are told by keyword.
    func writtenOrder(of entry: Entry) -> [Int] {
        let others = entry.argumentOrder.filter { $0 != 0 }
        guard syntax.style == .nested else { return others }
        return syntax.usesKeywords ? [0] + others : entry.argumentOrder
    }

    /// A call's pattern, such as `kasmon(limit, items)`.
    func signature(of entry: Entry) -> String {
        let parts = writtenOrder(of: entry).map { position -> String in
            if position == 0 { return subjectWord(of: entry.helper) }
            let word = word(entry.helper.roles[position - 1])
            return syntax.usesKeywords ? "\(word)=..." : word
        }
        let call = "\(entry.name)(\(parts.joined(separator: syntax.comma)))"
        return switch syntax.style {
        case .nested: call
        case .chained: "." + call
        case .piped(let sign, _): "\(sign) \(call)"
        }
    }

    /// What documentation calls what a helper works on.
    func subjectWord(of helper: LibraryHelper) -> String {
        helper.inputs == [.text] ? syntax.textWord : syntax.listWord
    }

    /// What an argument is called.
    func word(_ role: LibraryRole) -> String { syntax.words[role] ?? role.rawValue }

    /// One argument as a program writes it.
    func text(of argument: LibraryArgument) -> String {
        switch argument {
        case .number(let number): String(number)
        case .text(let text): syntax.quote + text + syntax.quote
        case .constant(let constant): text(of: constant)
        case .parameter(let name): name
        }
    }

    /// A constant as a program writes it.
    func text(of constant: LibraryConstant) -> String {
        let spelling = syntax.constants[constant.rawValue]
        return syntax.quotesConstants ? syntax.quote + spelling + syntax.quote : spelling
    }
}
