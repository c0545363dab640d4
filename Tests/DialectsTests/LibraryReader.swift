@testable import Dialects

/// Reads programs back, guided by what a dialect documents: the printer's opposite, kept apart from
/// it so that the two can disagree.
struct LibraryReader {
    struct Failure: Error { var rest: String }

    /// What a program tells of its task; the kinds of the parameters it does not tell.
    struct Program: Equatable {
        var parameters: [String]
        var subject: String
        var steps: [LibraryTask.Step]

        init(_ task: LibraryTask) {
            parameters = task.parameters.map(\.name)
            subject = task.subject
            steps = task.steps
        }

        fileprivate init(_ parameters: [String], _ subject: String, _ steps: [LibraryTask.Step]) {
            self.parameters = parameters
            self.subject = subject
            self.steps = steps
        }
    }

    private let dialect: LibraryDialect
    private let syntax: LibrarySyntax
    private var rest: Substring

    static func read(_ text: String, in dialect: LibraryDialect) throws -> Program {
        var reader = LibraryReader(dialect: dialect, syntax: dialect.syntax, rest: text[...])
        let program = try reader.program()
        guard reader.rest.isEmpty else { throw reader.failure }
        return program
    }

    private var failure: Failure { Failure(rest: String(rest)) }

    private mutating func take(_ mark: String) throws {
        guard rest.hasPrefix(mark) else { throw failure }
        rest = rest.dropFirst(mark.count)
    }

    private mutating func word() throws -> String {
        let word = String(rest.prefix { $0.isLetter })
        guard !word.isEmpty else { throw failure }
        try take(word)
        return word
    }

    private mutating func program() throws -> Program {
        let name = syntax.functionName
        let isLambda = syntax.form == .lambda || syntax.form == .bracketedLambda
        try take(isLambda ? "\(name) = lambda " : "def \(name)(")
        var parameters = [try word()]
        while rest.hasPrefix(syntax.comma) {
            try take(syntax.comma)
            parameters.append(try word())
        }
        try take(isLambda ? ": " : "): ")
        var end = ""
        switch syntax.form {
        case .definition: try take("return ")
        case .lambda: break
        case .bracketedDefinition:
            try take("return (")
            end = ")"
        case .bracketedLambda:
            try take("(")
            end = ")"
        case .named(let word):
            try take("\(word) = ")
            end = "; return \(word)"
        }
        let (subject, steps) = try expression()
        try take(end)
        return Program(parameters, subject, steps)
    }

    private mutating func expression() throws -> (String, [LibraryTask.Step]) {
        switch syntax.style {
        case .nested: return try nested()
        case .chained(let wrapper):
            try take(wrapper + "(")
            let subject = try word()
            try take(")")
            return (subject, try steps(after: "."))
        case .piped(let sign, let wrapper):
            if let wrapper { try take(wrapper + "(") }
            let subject = try word()
            if wrapper != nil { try take(")") }
            return (subject, try steps(after: " \(sign) "))
        }
    }

    private mutating func steps(after mark: String) throws -> [LibraryTask.Step] {
        var steps: [LibraryTask.Step] = []
        while rest.hasPrefix(mark) {
            try take(mark)
            let name = try word()
            guard let entry = dialect.entries.first(where: { $0.name == name }) else {
                throw failure
            }
            try take("(")
            var arguments: [Int: LibraryArgument] = [:]
            for position in entry.argumentOrder where position != 0 {
                if !arguments.isEmpty { try take(syntax.comma) }
                arguments[position] = try argument(entry.helper.roles[position - 1])
            }
            try take(")")
            steps.append(step(entry.helper, arguments))
        }
        return steps
    }

    /// A call, or the parameter that is innermost.
    private mutating func nested() throws -> (String, [LibraryTask.Step]) {
        let name = try word()
        guard rest.hasPrefix("(") else { return (name, []) }
        guard let entry = dialect.entries.first(where: { $0.name == name }) else { throw failure }
        try take("(")
        let others = entry.argumentOrder.filter { $0 != 0 }
        let order = syntax.usesKeywords ? [0] + others : entry.argumentOrder
        var arguments: [Int: LibraryArgument] = [:]
        var inner: (String, [LibraryTask.Step])?
        for (place, position) in order.enumerated() {
            if place > 0 { try take(syntax.comma) }
            if position == 0 {
                inner = try nested()
            } else {
                arguments[position] = try argument(entry.helper.roles[position - 1])
            }
        }
        try take(")")
        guard let inner else { throw failure }
        return (inner.0, inner.1 + [step(entry.helper, arguments)])
    }

    private func step(
        _ helper: LibraryHelper, _ arguments: [Int: LibraryArgument]
    ) -> LibraryTask.Step {
        LibraryTask.Step(helper, helper.roles.indices.compactMap { arguments[$0 + 1] })
    }

    private mutating func argument(_ role: LibraryRole) throws -> LibraryArgument {
        if syntax.usesKeywords { try take((syntax.words[role] ?? "") + "=") }
        for constant in role.constants {
            let spelling = syntax.constants[constant.rawValue]
            let written =
                syntax.quotesConstants ? syntax.quote + spelling + syntax.quote : spelling
            if rest.hasPrefix(written) {
                try take(written)
                return .constant(constant)
            }
        }
        if rest.hasPrefix(syntax.quote) {
            try take(syntax.quote)
            let content = String(rest.prefix { String($0) != syntax.quote })
            try take(content)
            try take(syntax.quote)
            return .text(content)
        }
        let digits = String(rest.prefix { $0.isNumber })
        guard let number = Int(digits) else { return .parameter(try word()) }
        try take(digits)
        return .number(number)
    }
}
