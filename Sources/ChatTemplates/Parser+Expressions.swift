/// Expressions, from the loosest operator to the tightest.
extension Parser {
    /// An expression, or a tuple where commas follow.
    mutating func tupleOrExpression(
        allowsConditional: Bool = true, allowsEmpty: Bool = false
    ) throws -> Expression {
        let line = current.line
        var elements: [Expression] = []
        var isTuple = false
        while true {
            if !elements.isEmpty { try expect(symbol: ",") }
            if isTupleEnd { break }
            elements.append(
                allowsConditional ? try expression() : try nested { try $0.disjunction() })
            guard current.isSymbol(",") else { break }
            isTuple = true
        }
        if !isTuple {
            if let only = elements.first { return only }
            guard allowsEmpty else {
                throw syntax("Expected an expression, got \(current.words.pythonRepr)")
            }
        }
        return Expression(line: line, kind: .tuple(elements))
    }

    private var isTupleEnd: Bool {
        current.kind == .outputEnd || current.kind == .tagEnd || current.isSymbol(")")
    }

    mutating func expression() throws -> Expression { try nested { try $0.conditional() } }

    private mutating func conditional() throws -> Expression {
        var line = current.line
        var result = try disjunction()
        var links = 0
        while skip(name: "if") {
            links += 1
            try checkChain(links)
            let test = try disjunction()
            let otherwise = skip(name: "else") ? try nested { try $0.conditional() } : nil
            result = Expression(
                line: line, kind: .conditional(test: test, then: result, otherwise: otherwise))
            line = current.line
        }
        return result
    }

    private mutating func disjunction() throws -> Expression {
        let line = current.line
        var left = try conjunction()
        var links = 0
        while skip(name: "or") {
            links += 1
            try checkChain(links)
            left = Expression(line: line, kind: .or(left, try conjunction()))
        }
        return left
    }

    private mutating func conjunction() throws -> Expression {
        let line = current.line
        var left = try negation()
        var links = 0
        while skip(name: "and") {
            links += 1
            try checkChain(links)
            left = Expression(line: line, kind: .and(left, try negation()))
        }
        return left
    }

    private mutating func negation() throws -> Expression {
        guard current.isName("not") else { return try comparison() }
        let line = take().line
        return Expression(line: line, kind: .not(try nested { try $0.negation() }))
    }

    private mutating func comparison() throws -> Expression {
        let line = current.line
        let first = try sum()
        var comparisons: [Expression.Comparison] = []
        while let comparator = takeComparator() {
            comparisons.append(.init(comparator: comparator, operand: try sum()))
            try checkChain(comparisons.count)
        }
        return comparisons.isEmpty
            ? first : Expression(line: line, kind: .comparison(first, comparisons))
    }

    private mutating func takeComparator() -> Expression.Comparator? {
        if current.kind == .symbol, let comparator = Expression.Comparator(rawValue: current.text) {
            take()
            return comparator
        }
        if skip(name: "in") { return .in }
        guard current.isName("not"), next.isName("in") else { return nil }
        take()
        take()
        return .notIn
    }

    private mutating func sum() throws -> Expression {
        try binary(["+", "-"]) { try $0.concatenation() }
    }

    private mutating func concatenation() throws -> Expression {
        let line = current.line
        var parts = [try product()]
        while skip(symbol: "~") {
            parts.append(try product())
            try checkChain(parts.count)
        }
        return parts.count == 1 ? parts[0] : Expression(line: line, kind: .concatenation(parts))
    }

    private mutating func product() throws -> Expression {
        try binary(["*", "/", "//", "%"]) { try $0.power() }
    }

    private mutating func power() throws -> Expression {
        // Binds to the left in Jinja2, unlike in Python.
        try binary(["**"]) { try $0.unary() }
    }

    private mutating func binary(
        _ operators: Set<String>, _ operand: (inout Parser) throws -> Expression
    ) throws -> Expression {
        let line = current.line
        var left = try operand(&self)
        var links = 0
        while current.kind == .symbol, operators.contains(current.text),
            let symbol = Expression.BinaryOperator(rawValue: current.text)
        {
            take()
            links += 1
            try checkChain(links)
            left = Expression(line: line, kind: .binary(symbol, left, try operand(&self)))
        }
        return left
    }

    private mutating func unary(allowsFilters: Bool = true) throws -> Expression {
        let line = current.line
        var result: Expression
        if current.isSymbol("-") || current.isSymbol("+") {
            let isMinus = take().text == "-"
            let operand = try nested { try $0.unary(allowsFilters: false) }
            result = Expression(line: line, kind: .sign(isMinus: isMinus, operand))
        } else {
            result = try primary()
        }
        result = try postfix(result)
        return allowsFilters ? try filtersAndTests(result) : result
    }

    // MARK: Primaries

    mutating func primary() throws -> Expression {
        let token = current
        let kind: Expression.Kind
        switch token.kind {
        case .name:
            take()
            kind = try name(token)
        case .string:
            var content = ""
            while current.kind == .string { content += take().text }
            kind = .string(content)
        case .integer:
            take()
            guard let value = Int(token.text) else {
                throw unsupported("an integer beyond 64 bits", line: token.line)
            }
            kind = .integer(value)
        case .float:
            take()
            guard let value = Double(token.text), value.isFinite else {
                throw unsupported("the number \(token.text)", line: token.line)
            }
            kind = .float(value)
        case .symbol where token.text == "(":
            take()
            let content = try nested { try $0.tupleOrExpression(allowsEmpty: true) }
            try expect(symbol: ")")
            return content
        case .symbol where token.text == "[": kind = try list()
        case .symbol where token.text == "{": kind = try dictionary()
        default: throw syntax("unexpected \(token.words.pythonRepr)")
        }
        return Expression(line: token.line, kind: kind)
    }

    private func name(_ token: Token) throws -> Expression.Kind {
        switch token.text {
        case "true", "True": return .bool(true)
        case "false", "False": return .bool(false)
        case "none", "None": return .none
        case "self", "super":
            throw unsupported("'\(token.text)' (template inheritance)", line: token.line)
        case let name where KnownNames.otherGlobals.contains(name):
            throw unsupported("the function '\(name)'", line: token.line)
        default: return .name(token.text)
        }
    }

    private mutating func list() throws -> Expression.Kind {
        take()
        var elements: [Expression] = []
        while !current.isSymbol("]") {
            if !elements.isEmpty { try expect(symbol: ",") }
            if current.isSymbol("]") { break }
            elements.append(try expression())
        }
        try expect(symbol: "]")
        return .list(elements)
    }

    private mutating func dictionary() throws -> Expression.Kind {
        take()
        var pairs: [Expression.Pair] = []
        while !current.isSymbol("}") {
            if !pairs.isEmpty { try expect(symbol: ",") }
            if current.isSymbol("}") { break }
            let key = try expression()
            switch key.kind {
            case .list: throw unsupported("a list as a dictionary's key", line: key.line)
            case .dictionary:
                throw unsupported("a dictionary as a dictionary's key", line: key.line)
            default: break
            }
            try expect(symbol: ":")
            pairs.append(.init(key: key, value: try expression()))
        }
        try expect(symbol: "}")
        return .dictionary(pairs)
    }
}
