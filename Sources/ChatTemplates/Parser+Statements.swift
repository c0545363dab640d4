/// Text and tags.
extension Parser {
    /// Reads until one of the tags, whose name is then the current token, or to the end where none
    /// is given.
    mutating func statements(until ends: [String]) throws -> [Statement] {
        var result: [Statement] = []
        while true {
            let token = current
            switch token.kind {
            case .data:
                take()
                result.append(Statement(line: token.line, kind: .text(token.text)))
            case .outputBegin:
                take()
                let content = try output()
                try expect(.outputEnd, "end of print statement")
                result.append(Statement(line: token.line, kind: .output([content])))
            case .tagBegin:
                take()
                if current.kind == .name, ends.contains(current.text) { return result }
                result.append(try nested { try $0.tag(insideOf: ends) })
                try expect(.tagEnd, "end of statement block")
            default:
                guard ends.isEmpty else {
                    throw syntax("Unexpected end of template." + expected(ends))
                }
                return result
            }
        }
    }

    /// The body of a tag, from the tag's end on.
    private mutating func body(until ends: [String]) throws -> [Statement] {
        _ = skip(symbol: ":")
        try expect(.tagEnd, "end of statement block")
        openEnds.append(ends)
        defer { openEnds.removeLast() }
        return try statements(until: ends)
    }

    private mutating func scopedBody(until end: String) throws -> Block {
        let block = try newScope { try $0.body(until: [end]) }
        take()
        return block
    }

    /// The body of what runs as a function of its own, which no `break` can leave.
    private mutating func functionBody(until end: String) throws -> Block {
        let loops = openLoops
        openLoops = 0
        defer { openLoops = loops }
        return try scopedBody(until: end)
    }

    private static let tags: Set<String> = [
        "set", "for", "if", "macro", "call", "filter", "with", "print", "generation", "break",
        "continue",
    ]

    private mutating func tag(insideOf ends: [String]) throws -> Statement {
        let token = current
        guard token.kind == .name else { throw syntax("tag name expected") }
        openTags.append(token.text)
        defer { openTags.removeLast() }
        guard Self.tags.contains(token.text) else { throw unknownTag(token, insideOf: ends) }
        take()
        let kind: Statement.Kind
        switch token.text {
        case "set": kind = try set()
        case "for": kind = try loop()
        case "if": kind = try condition()
        case "macro": kind = try macro()
        case "call": kind = try call(line: token.line)
        case "filter":
            let filter = try namedFilter(on: nil)
            let chain = try filters(on: filter) ?? filter
            kind = .filter(chain, try scopedBody(until: "endfilter"))
        case "with": kind = try with()
        case "print":
            var values: [Expression] = []
            while current.kind != .tagEnd {
                if !values.isEmpty { try expect(symbol: ",") }
                values.append(try expression())
            }
            kind = .output(values)
        case "generation": kind = .generation(try functionBody(until: "endgeneration"))
        default:
            guard openLoops > 0 else {
                throw syntax("'\(token.text)' outside loop", line: token.line)
            }
            kind = token.text == "break" ? .breakLoop : .continueLoop
        }
        return Statement(line: token.line, kind: kind)
    }

    private func unknownTag(_ token: Token, insideOf ends: [String]) -> ChatTemplateError {
        if KnownNames.otherTags.contains(token.text) {
            return unsupported("the tag '\(token.text)'", line: token.line)
        }
        return syntax(
            "Encountered unknown tag '\(token.text)'." + expected(ends, name: token.text),
            line: token.line)
    }

    /// What would close the innermost tag, in Jinja2's words, in place of the tag of that name.
    private func expected(_ ends: [String], name: String? = nil) -> String {
        var text = ""
        if !ends.isEmpty {
            let words = ends.map { "'\($0)'" }.joined(separator: " or ")
            let isNested = name.map { name in openEnds.contains { $0.contains(name) } } ?? false
            text =
                isNested
                ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently "
                    + "looking for \(words)."
                : " Jinja was looking for the following tags: \(words)."
        }
        if let innermost = openTags.dropLast(name == nil ? 0 : 1).last {
            text += " The innermost block that needs to be closed is '\(innermost)'."
        }
        return text
    }

    /// What is between `{{` and `}}`.
    private mutating func output() throws -> Expression {
        let content = try tupleOrExpression()
        // Nothing follows such a filter here, so that its text is all that matters.
        guard case .filter(let operand, let name, let arguments) = content.kind,
            KnownNames.markupFilters.contains(name), let operand
        else { return content }
        markupFilters.removeLast()
        return Expression(
            line: content.line, kind: .filter(operand, name + " last", arguments))
    }

    // MARK: Tags

    private mutating func set() throws -> Statement.Kind {
        let target = try target(allowsNamespace: true)
        if skip(symbol: "=") { return .assign(target, try tupleOrExpression()) }
        let filter = try filters(on: nil)
        return .assignBlock(target, filter: filter, try scopedBody(until: "endset"))
    }

    private mutating func loop() throws -> Statement.Kind {
        let target = try target(allowsNamespace: false)
        try expect(name: "in")
        let iterable = try tupleOrExpression(allowsConditional: false)
        let filter = skip(name: "if") ? try expression() : nil
        guard !current.isName("recursive") else {
            throw unsupported("a 'recursive' loop")
        }
        let filterScope = newScopeID()
        openLoops += 1
        let block = try newScope { try $0.body(until: ["endfor", "else"]) }
        openLoops -= 1
        let otherwise: Block
        if take().text == "else" {
            otherwise = try scopedBody(until: "endfor")
        } else {
            otherwise = Block(statements: [], scope: newScopeID())
        }
        return .loop(
            .init(
                target: target, iterable: iterable, filter: filter, body: block,
                otherwise: otherwise, filterScope: filterScope))
    }

    private mutating func condition() throws -> Statement.Kind {
        var branches: [Statement.Branch] = []
        while true {
            let test = try tupleOrExpression(allowsConditional: false)
            let content = try body(until: ["elif", "else", "endif"])
            branches.append(.init(test: test, body: content))
            switch take().text {
            case "elif": continue
            case "else":
                let otherwise = try body(until: ["endif"])
                take()
                return .condition(branches, otherwise: otherwise)
            default: return .condition(branches, otherwise: [])
            }
        }
    }

    private mutating func macro() throws -> Statement.Kind {
        let name = try expect(.name, "name").text
        let parameters = try parameters()
        let body = try functionBody(until: "endmacro")
        return .macro(.init(name: name, parameters: parameters, body: body))
    }

    private mutating func call(line: Int) throws -> Statement.Kind {
        let parameters = current.isSymbol("(") ? try parameters() : []
        let call = try expression()
        guard case .call = call.kind else { throw syntax("expected call", line: line) }
        let body = try functionBody(until: "endcall")
        return .call(call, caller: .init(name: "caller", parameters: parameters, body: body))
    }

    private mutating func parameters() throws -> [MacroDefinition.Parameter] {
        try expect(symbol: "(")
        var result: [MacroDefinition.Parameter] = []
        var hasDefault = false
        while !current.isSymbol(")") {
            if !result.isEmpty { try expect(symbol: ",") }
            let token = try expect(.name, "name")
            guard !["caller", "varargs", "kwargs"].contains(token.text) else {
                throw unsupported("a parameter named '\(token.text)'", line: token.line)
            }
            guard !result.contains(where: { $0.name == token.text }) else {
                throw syntax("duplicate argument '\(token.text)' in function definition")
            }
            let defaultValue = skip(symbol: "=") ? try expression() : nil
            if hasDefault, defaultValue == nil {
                throw syntax("non-default argument follows default argument")
            }
            hasDefault = hasDefault || defaultValue != nil
            result.append(.init(name: token.text, defaultValue: defaultValue))
        }
        try expect(symbol: ")")
        return result
    }

    private mutating func with() throws -> Statement.Kind {
        var bindings: [Statement.Binding] = []
        while current.kind != .tagEnd {
            if !bindings.isEmpty { try expect(symbol: ",") }
            let target = try target(allowsNamespace: false)
            try expect(symbol: "=")
            bindings.append(.init(target: target, value: try expression()))
        }
        return .with(bindings, try scopedBody(until: "endwith"))
    }

    // MARK: Targets

    private mutating func target(allowsNamespace: Bool) throws -> Target {
        var targets: [Target] = []
        var isTuple = false
        while true {
            if !targets.isEmpty { try expect(symbol: ",") }
            if current.kind == .tagEnd || current.isName("in") || current.isSymbol(")") { break }
            targets.append(try simpleTarget(allowsNamespace: allowsNamespace))
            guard current.isSymbol(",") else { break }
            isTuple = true
        }
        guard let first = targets.first else {
            throw syntax("Expected an expression, got \(current.words.pythonRepr)")
        }
        return isTuple ? .tuple(targets) : first
    }

    private mutating func simpleTarget(allowsNamespace: Bool) throws -> Target {
        if current.isSymbol("(") {
            take()
            let inner = try nested { try $0.target(allowsNamespace: false) }
            try expect(symbol: ")")
            return inner
        }
        let token = current
        guard token.kind == .name else {
            let isLiteral =
                token.kind != .symbol || token.isSymbol("[") || token.isSymbol("{")
            throw syntax(
                isLiteral ? "can't assign to 'const'" : "unexpected \(token.words.pythonRepr)")
        }
        take()
        switch token.text {
        case "true", "True", "false", "False", "none", "None":
            throw syntax("can't assign to 'const'", line: token.line)
        case "loop", "caller", "varargs", "kwargs", "self", "super":
            throw unsupported("an assignment to '\(token.text)'", line: token.line)
        default: break
        }
        if allowsNamespace, skip(symbol: ".") {
            let attribute = try expect(.name, "name")
            return .namespaceAttribute(namespace: token.text, attribute: attribute.text)
        }
        return .name(token.text)
    }
}
