/// What follows an operand: attributes, subscripts, calls, filters and tests.
extension Parser {
    mutating func postfix(_ operand: Expression) throws -> Expression {
        var result = operand
        var links = 0
        while true {
            links += 1
            try checkChain(links)
            if current.isSymbol(".") {
                result = try attribute(of: result)
            } else if current.isSymbol("[") {
                result = try subscripted(result)
            } else if current.isSymbol("(") {
                result = try call(result)
            } else {
                return result
            }
        }
    }

    mutating func filtersAndTests(_ operand: Expression) throws -> Expression {
        var result = operand
        var links = 0
        while true {
            links += 1
            try checkChain(links)
            if current.isSymbol("|") {
                result = try filter(on: result)
            } else if current.isName("is") {
                result = try test(on: result)
            } else if current.isSymbol("(") {
                result = try call(result)
            } else {
                return result
            }
        }
    }

    private mutating func attribute(of operand: Expression) throws -> Expression {
        let line = take().line
        let token = take()
        if token.kind == .integer, let index = Int(token.text) {
            let item = Expression(line: token.line, kind: .integer(index))
            return Expression(line: line, kind: .item(operand, item))
        }
        guard token.kind == .name else {
            throw syntax("expected name or number", line: token.line)
        }
        guard !token.text.hasPrefix("__") else {
            throw unsupported("the attribute '\(token.text)'", line: token.line)
        }
        return Expression(line: line, kind: .attribute(operand, token.text))
    }

    private mutating func subscripted(_ operand: Expression) throws -> Expression {
        let line = take().line
        var items: [Expression] = []
        var slice: Expression.Slice?
        while !current.isSymbol("]") {
            if !items.isEmpty || slice != nil { try expect(symbol: ",") }
            if current.isSymbol("]") { break }
            let start = current.isSymbol(":") ? nil : try expression()
            if skip(symbol: ":") {
                slice = try sliceEnd(start: start)
            } else if let start {
                items.append(start)
            }
            if slice != nil, !items.isEmpty || current.isSymbol(",") {
                throw unsupported("a slice in a subscript with commas", line: line)
            }
        }
        try expect(symbol: "]")
        if let slice { return Expression(line: line, kind: .slice(operand, slice)) }
        let item =
            items.count == 1 ? items[0] : Expression(line: line, kind: .tuple(items))
        return Expression(line: line, kind: .item(operand, item))
    }

    private mutating func sliceEnd(start: Expression?) throws -> Expression.Slice {
        func isEnd(_ token: Token) -> Bool { token.isSymbol("]") || token.isSymbol(",") }
        let stop = current.isSymbol(":") || isEnd(current) ? nil : try expression()
        let step = skip(symbol: ":") && !isEnd(current) ? try expression() : nil
        return .init(start: start, stop: stop, step: step)
    }

    private mutating func call(_ operand: Expression) throws -> Expression {
        let line = current.line
        if case .attribute(_, let name) = operand.kind, KnownNames.otherMethods.contains(name) {
            throw unsupported("the method '\(name)'", line: operand.line)
        }
        return Expression(line: line, kind: .call(operand, try arguments()))
    }

    // MARK: Arguments

    mutating func arguments() throws -> Expression.Arguments {
        let line = current.line
        try expect(symbol: "(")
        var result = Expression.Arguments()
        var isFirst = true
        while !current.isSymbol(")") {
            if !isFirst { try expect(symbol: ",") }
            if current.isSymbol(")") { break }
            isFirst = false
            try argument(into: &result, line: line)
        }
        try expect(symbol: ")")
        return result
    }

    private mutating func argument(
        into result: inout Expression.Arguments, line: Int
    ) throws {
        let invalid = syntax("invalid syntax for function call expression", line: line)
        if skip(symbol: "*") {
            guard result.list == nil, result.dictionary == nil else { throw invalid }
            result.list = try expression()
        } else if skip(symbol: "**") {
            guard result.dictionary == nil else { throw invalid }
            result.dictionary = try expression()
        } else if current.kind == .name, next.isSymbol("=") {
            guard result.dictionary == nil else { throw invalid }
            let name = take().text
            take()
            guard !result.named.contains(where: { $0.name == name }) else {
                throw syntax("keyword argument repeated: \(name)", line: line)
            }
            result.named.append(.init(name: name, value: try expression()))
        } else {
            guard result.list == nil, result.dictionary == nil, result.named.isEmpty else {
                throw invalid
            }
            result.positional.append(try expression())
        }
    }

    // MARK: Filters and tests

    /// The filters after a `|`, or those of a block where there is no operand.
    mutating func filters(on operand: Expression?) throws -> Expression? {
        var result = operand
        var links = 0
        while current.isSymbol("|") {
            links += 1
            try checkChain(links)
            result = try filter(on: result)
        }
        return result
    }

    private mutating func filter(on operand: Expression?) throws -> Expression {
        take()
        return try namedFilter(on: operand)
    }

    mutating func namedFilter(on operand: Expression?) throws -> Expression {
        let token = try expect(.name, "name")
        let name = try dottedName(from: token.text)
        guard KnownNames.filters.contains(name) else {
            throw unsupported("the filter '\(name)'", line: token.line)
        }
        let arguments = current.isSymbol("(") ? try arguments() : .init()
        try checkInnerName(of: name, arguments, line: token.line)
        if KnownNames.markupFilters.contains(name) { markupFilters.append((name, token.line)) }
        return Expression(line: token.line, kind: .filter(operand, name, arguments))
    }

    private mutating func test(on operand: Expression) throws -> Expression {
        let line = take().line
        let isNegated = skip(name: "not")
        let token = try expect(.name, "name")
        let name = try dottedName(from: token.text)
        guard KnownNames.tests.contains(name) else {
            throw unsupported("the test '\(name)'", line: token.line)
        }
        var arguments = Expression.Arguments()
        if current.isSymbol("(") {
            arguments = try self.arguments()
        } else if beginsTestArgument {
            guard !current.isName("is") else {
                throw syntax("You cannot chain multiple tests with is")
            }
            arguments.positional = [try nested { try $0.postfix(try $0.primary()) }]
        }
        let result = Expression(line: line, kind: .test(operand, name, arguments))
        return isNegated ? Expression(line: line, kind: .not(result)) : result
    }

    private var beginsTestArgument: Bool {
        switch current.kind {
        case .name: !["else", "or", "and"].contains(current.text)
        case .string, .integer, .float: true
        case .symbol: ["[", "{"].contains(current.text)
        default: false
        }
    }

    private mutating func dottedName(from first: String) throws -> String {
        var name = first
        while skip(symbol: ".") { name += "." + (try expect(.name, "name").text) }
        return name
    }

    /// Filters and tests that other filters take by name are checked as early.
    private func checkInnerName(
        of filter: String, _ arguments: Expression.Arguments, line: Int
    ) throws {
        let index = ["map", "select", "reject"].contains(filter) ? 0 : 1
        guard arguments.positional.count > index,
            case .string(let inner) = arguments.positional[index].kind
        else { return }
        switch filter {
        case "map" where !KnownNames.filters.contains(inner):
            throw unsupported("the filter '\(inner)'", line: line)
        case "select", "reject", "selectattr", "rejectattr":
            guard KnownNames.tests.union(KnownNames.symbolTests).contains(inner) else {
                throw unsupported("the test '\(inner)'", line: line)
            }
        default: break
        }
    }
}
