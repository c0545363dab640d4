/// The variables of a block, and what each holds when the block begins.
///
/// Jinja2 decides this while compiling, from the order in which names are read and set; a template
/// can see the difference, so it is done the same way here.
struct Scope: Sendable {
    enum Start: Sendable {
        /// Given by a loop, `with` or a macro's call.
        case parameter
        /// The template's argument or a global of that name.
        case argument
        /// The variable of that name around the block.
        case outer
        case undefined
    }

    private(set) var starts: [String: Start] = [:]
    private(set) var assigned: Set<String> = []

    /// Sets a name; `isOuter` tells whether a block around this one has it.
    mutating func assign(_ name: String, isOuter: (String) -> Bool) {
        assigned.insert(name)
        if starts[name] == nil { starts[name] = isOuter(name) ? .outer : .undefined }
    }

    mutating func declareParameter(_ name: String) {
        assigned.insert(name)
        starts[name] = .parameter
    }

    mutating func read(_ name: String, isOuter: (String) -> Bool) {
        if starts[name] == nil, !isOuter(name) { starts[name] = .argument }
    }

    /// Joins the branches of a condition; what only some of them set starts from outside.
    mutating func merge(_ branches: [Scope], isOuter: (String) -> Bool) {
        let before = assigned
        for branch in branches {
            starts.merge(branch.starts) { $1 }
            assigned.formUnion(branch.assigned)
        }
        for name in assigned.subtracting(before) {
            starts[name] = isOuter(name) ? .outer : .argument
        }
    }
}

/// Finds the scopes of all blocks of a template.
struct ScopeAnalysis {
    private(set) var scopes: [Scope]
    /// The blocks around the current one.
    private var outer: [Scope] = []

    static func scopes(of body: Block, count: Int) throws -> [Scope] {
        var analysis = ScopeAnalysis(scopes: Array(repeating: Scope(), count: count))
        try analysis.analyze(body)
        return analysis.scopes
    }

    private init(scopes: [Scope]) { self.scopes = scopes }

    private func isOuter(_ name: String) -> Bool {
        outer.contains { $0.starts[name] != nil }
    }

    // MARK: A block, and the blocks in it

    private mutating func analyze(
        _ block: Block, parameters: [Target] = [], names: [String] = [],
        reads: [Expression?] = []
    ) throws {
        var scope = Scope()
        for target in parameters { declare(target, in: &scope) }
        for read in reads { self.read(read, in: &scope) }
        visit(block.statements, in: &scope)
        for name in names { scope.declareParameter(name) }
        scopes[block.scope] = scope
        outer.append(scope)
        try descend(block.statements)
        outer.removeLast()
    }

    private mutating func descend(_ statements: [Statement]) throws {
        for statement in statements { try descend(statement) }
    }

    private mutating func descend(_ statement: Statement) throws {
        switch statement.kind {
        case .text, .output, .assign, .breakLoop, .continueLoop: break
        case .assignBlock(_, _, let block): try analyze(block)
        case .loop(let loop):
            try analyze(loop.body, parameters: [loop.target], names: ["loop"])
            try analyze(
                Block(statements: [], scope: loop.filterScope), parameters: [loop.target],
                reads: [loop.filter])
            try analyze(loop.otherwise)
        case .condition(let branches, let otherwise):
            for branch in branches { try descend(branch.body) }
            try descend(otherwise)
        case .macro(let macro): try analyze(macro)
        case .call(_, let caller): try analyze(caller)
        case .filter(let filter, let block): try analyze(block, reads: [filter])
        case .with(let bindings, let block):
            try analyze(block, parameters: bindings.map(\.target))
        case .generation(let block):
            // The tag is a macro of its own, which hides what the one around it was called with.
            var reads: Set<String> = []
            NameReads { reads.insert($0) }.walk(block.statements)
            for name in ["caller", "kwargs", "varargs"] where reads.contains(name) {
                throw ChatTemplateError.unsupported(
                    construct: "'\(name)' inside of the tag 'generation'", line: statement.line)
            }
            try analyze(block)
        }
    }

    private mutating func analyze(_ macro: MacroDefinition) throws {
        var names: [String] = []
        if macro.readsCaller { names.append("caller") }
        if macro.readsKeywords { names.append("kwargs") }
        if macro.readsMore { names.append("varargs") }
        try analyze(
            macro.body, parameters: macro.parameters.map { .name($0.name) }, names: names,
            reads: macro.parameters.map(\.defaultValue))
    }

    // MARK: What one block reads and sets

    private func visit(_ statements: [Statement], in scope: inout Scope) {
        for statement in statements { visit(statement, in: &scope) }
    }

    private func visit(_ statement: Statement, in scope: inout Scope) {
        switch statement.kind {
        case .text, .generation, .breakLoop, .continueLoop: break
        case .output(let values): values.forEach { read($0, in: &scope) }
        case .assign(let target, let value):
            read(value, in: &scope)
            assign(target, in: &scope)
        case .assignBlock(let target, _, _): assign(target, in: &scope)
        case .loop(let loop): read(loop.iterable, in: &scope)
        case .condition(let branches, let otherwise):
            visit(branches, otherwise: otherwise, in: &scope)
        case .macro(let macro): scope.assign(macro.name, isOuter: isOuter)
        case .call(let call, _): read(call, in: &scope)
        case .filter(let filter, _): read(filter, in: &scope)
        case .with(let bindings, _): bindings.forEach { read($0.value, in: &scope) }
        }
    }

    private func visit(
        _ branches: [Statement.Branch], otherwise: [Statement], in scope: inout Scope
    ) {
        guard let first = branches.first else { return }
        read(first.test, in: &scope)
        var body = scope
        visit(first.body, in: &body)
        var others = scope
        for branch in branches.dropFirst() {
            visit([branch], otherwise: [], in: &others)
        }
        var last = scope
        visit(otherwise, in: &last)
        scope.merge([body, others, last], isOuter: isOuter)
    }

    private func read(_ expression: Expression?, in scope: inout Scope) {
        var names: [String] = []
        NameReads { names.append($0) }.walk(expression)
        for name in names { scope.read(name, isOuter: isOuter) }
    }

    private func assign(_ target: Target, in scope: inout Scope) {
        switch target {
        case .name(let name): scope.assign(name, isOuter: isOuter)
        case .namespaceAttribute(let namespace, _): scope.read(namespace, isOuter: isOuter)
        case .tuple(let targets): targets.forEach { assign($0, in: &scope) }
        }
    }

    private func declare(_ target: Target, in scope: inout Scope) {
        switch target {
        case .name(let name): scope.declareParameter(name)
        case .namespaceAttribute: break
        case .tuple(let targets): targets.forEach { declare($0, in: &scope) }
        }
    }
}
