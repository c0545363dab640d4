/// Which names are read somewhere in a tree.
struct NameReads {
    let visit: (String) -> Void

    func walk(_ expression: Expression?) {
        guard let expression else { return }
        switch expression.kind {
        case .none, .bool, .integer, .float, .string: break
        case .name(let name): visit(name)
        case .list(let elements), .tuple(let elements), .concatenation(let elements):
            elements.forEach(walk)
        case .dictionary(let pairs):
            for pair in pairs {
                walk(pair.key)
                walk(pair.value)
            }
        case .attribute(let operand, _), .sign(_, let operand), .not(let operand): walk(operand)
        case .item(let left, let right), .and(let left, let right), .or(let left, let right),
            .binary(_, let left, let right):
            walk(left)
            walk(right)
        case .slice(let operand, let slice):
            for part in [operand, slice.start, slice.stop, slice.step] { walk(part) }
        case .call(let operand, let arguments):
            walk(operand)
            walk(arguments)
        case .filter(let operand, _, let arguments):
            walk(operand)
            walk(arguments)
        case .test(let operand, _, let arguments):
            walk(operand)
            walk(arguments)
        case .comparison(let first, let comparisons):
            walk(first)
            comparisons.forEach { walk($0.operand) }
        case .conditional(let test, let then, let otherwise):
            for part in [test, then, otherwise] { walk(part) }
        }
    }

    private func walk(_ arguments: Expression.Arguments) {
        arguments.positional.forEach(walk)
        arguments.named.forEach { walk($0.value) }
        walk(arguments.list)
        walk(arguments.dictionary)
    }

    func walk(_ target: Target) {
        switch target {
        case .name: break
        case .namespaceAttribute(let namespace, _): visit(namespace)
        case .tuple(let targets): targets.forEach(walk)
        }
    }

    /// Statements with everything inside of them.
    func walk(_ statements: [Statement]) {
        for statement in statements { walk(statement) }
    }

    private func walk(_ statement: Statement) {
        switch statement.kind {
        case .text, .breakLoop, .continueLoop: break
        case .output(let values): values.forEach(walk)
        case .assign(let target, let value):
            walk(value)
            walk(target)
        case .assignBlock(let target, let filter, let block):
            walk(target)
            walk(filter)
            walk(block.statements)
        case .loop(let loop):
            walk(loop.iterable)
            walk(loop.filter)
            walk(loop.body.statements)
            walk(loop.otherwise.statements)
        case .condition(let branches, let otherwise):
            for branch in branches {
                walk(branch.test)
                walk(branch.body)
            }
            walk(otherwise)
        case .macro(let macro): walk(macro)
        case .call(let call, let caller):
            walk(call)
            walk(caller)
        case .filter(let filter, let block):
            walk(filter)
            walk(block.statements)
        case .with(let bindings, let block):
            bindings.forEach { walk($0.value) }
            walk(block.statements)
        case .generation(let block): walk(block.statements)
        }
    }

    private func walk(_ macro: MacroDefinition) {
        macro.parameters.forEach { walk($0.defaultValue) }
        walk(macro.body.statements)
    }
}

extension MacroDefinition {
    init(name: String, parameters: [Parameter], body: Block) {
        var reads: Set<String> = []
        NameReads { reads.insert($0) }.walk(body.statements)
        self.init(
            name: name, parameters: parameters, body: body, readsCaller: reads.contains("caller"),
            readsKeywords: reads.contains("kwargs"), readsMore: reads.contains("varargs"))
    }
}
