/// Builds a template's tree, by Jinja2's grammar.
///
/// This file holds what walks over the tokens.
struct Parser {
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0
    private(set) var scopeCount = 0
    /// Loops around the current tag whose body the tag can leave.
    var openLoops = 0
    /// What could close each tag that is open.
    var openEnds: [[String]] = []
    /// The names of the tags that are open.
    var openTags: [String] = []
    /// Uses of filters whose result would be marked as HTML.
    var markupFilters: [(name: String, line: Int)] = []

    init(_ tokens: [Token]) { self.tokens = tokens }

    /// Reads a whole template.
    static func parse(_ source: String) throws -> (body: Block, scopeCount: Int) {
        let (tokens, lexerError) = try Lexer.tokens(of: source)
        var parser = Parser(tokens)
        let body: Block
        do {
            body = try parser.newScope { try $0.statements(until: []) }
        } catch let error {
            // At the last token stands what the lexer could not read.
            throw parser.current.kind == .end ? lexerError ?? error : error
        }
        if let lexerError { throw lexerError }
        if let use = parser.markupFilters.first {
            throw parser.unsupported(
                "the filter '\(use.name)' anywhere but at the end of '{{ }}'", line: use.line)
        }
        return (body, parser.scopeCount)
    }

    /// Reads statements that have variables of their own.
    mutating func newScope(_ read: (inout Parser) throws -> [Statement]) rethrows -> Block {
        let scope = newScopeID()
        return Block(statements: try read(&self), scope: scope)
    }

    mutating func newScopeID() -> ScopeID {
        scopeCount += 1
        return scopeCount - 1
    }

    // MARK: Tokens

    /// The last token, which marks the end, is never passed.
    var current: Token { tokens[position] }
    var next: Token { tokens[min(position + 1, tokens.count - 1)] }

    @discardableResult
    mutating func take() -> Token {
        let token = current
        position = min(position + 1, tokens.count - 1)
        return token
    }

    mutating func skip(symbol: String) -> Bool {
        guard current.isSymbol(symbol) else { return false }
        take()
        return true
    }

    mutating func skip(name: String) -> Bool {
        guard current.isName(name) else { return false }
        take()
        return true
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind, _ words: String) throws -> Token {
        guard current.kind == kind else { throw unexpected(words) }
        return take()
    }

    mutating func expect(symbol: String) throws {
        guard skip(symbol: symbol) else { throw unexpected(symbol) }
    }

    mutating func expect(name: String) throws {
        guard skip(name: name) else { throw unexpected(name) }
    }

    private func unexpected(_ expected: String) -> ChatTemplateError {
        current.kind == .end
            ? syntax("unexpected end of template, expected \(expected.pythonRepr).")
            : syntax("expected token \(expected.pythonRepr), got \(current.words.pythonRepr)")
    }

    func syntax(_ reason: String, line: Int? = nil) -> ChatTemplateError {
        .syntax(reason: reason, line: line ?? current.line)
    }

    func unsupported(_ construct: String, line: Int? = nil) -> ChatTemplateError {
        .unsupported(construct: construct, line: line ?? current.line)
    }

    /// Runs a rule one level deeper.
    mutating func nested<Result>(_ read: (inout Parser) throws -> Result) throws -> Result {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Limits.nesting else {
            throw ChatTemplateError.tooMuch(
                what: "it nests expressions or tags deeper than \(Limits.nesting) levels",
                line: current.line)
        }
        return try read(&self)
    }

    /// Refuses endless chains of operators, which would nest as deeply once parsed.
    func checkChain(_ links: Int) throws {
        guard links <= Limits.chainLinks else {
            throw ChatTemplateError.tooMuch(
                what: "it chains more than \(Limits.chainLinks) operators", line: current.line)
        }
    }
}
