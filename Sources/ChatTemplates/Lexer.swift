/// Cuts a template into tokens as Jinja2 does with `trim_blocks` and `lstrip_blocks`: the first line
/// break after a tag goes, and so does the indentation before a tag that begins its line.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var tokens: [Token] = []

    /// The tokens up to the end, or up to what is none and the error that says so.
    ///
    /// As in Jinja2, a mistake of the grammar before that place comes first.
    static func tokens(of source: String) throws -> (tokens: [Token], error: ChatTemplateError?) {
        guard source.utf8.count <= Limits.sourceBytes else {
            throw ChatTemplateError.tooMuch(
                what: "it is longer than \(Limits.sourceBytes) bytes", line: 1)
        }
        var lexer = Lexer(source)
        var found: ChatTemplateError?
        do { try lexer.run() } catch let error as ChatTemplateError { found = error }
        lexer.tokens.append(Token(kind: .end, text: "", line: lexer.line))
        return (lexer.tokens, found)
    }

    private init(_ source: String) {
        var normalized: [Unicode.Scalar] = []
        normalized.reserveCapacity(source.utf8.count)
        var wasReturn = false
        for scalar in source.unicodeScalars {
            if scalar == "\r" {
                normalized.append("\n")
            } else if scalar != "\n" || !wasReturn {
                normalized.append(scalar)
            }
            wasReturn = scalar == "\r"
        }
        if normalized.last == "\n" { normalized.removeLast() }
        scalars = normalized
    }

    private mutating func run() throws {
        while position < scalars.count {
            guard let start = nextOpening() else {
                addData(upTo: scalars.count)
                position = scalars.count
                break
            }
            let sign = at(start + 2) == "-" || at(start + 2) == "+" ? at(start + 2) : nil
            let isOutput = at(start + 1) == "{"
            addData(upTo: strippedEnd(of: position..<start, sign: sign, isOutput: isOutput))
            advance(to: start)
            let opening = at(start + 1)
            let content = start + (sign == nil ? 2 : 3)
            if opening == "#" {
                try comment(from: content)
            } else if opening == "%", let rawStart = rawBegin(from: content) {
                try raw(from: rawStart)
            } else {
                try tag(from: content, isOutput: isOutput)
            }
        }
    }

    // MARK: Outside of tags

    private func nextOpening() -> Int? {
        var index = position
        while index + 1 < scalars.count {
            if scalars[index] == "{",
                scalars[index + 1] == "{" || scalars[index + 1] == "%" || scalars[index + 1] == "#"
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Where the text before a tag ends, once the tag's sign or `lstrip_blocks` took its share.
    private func strippedEnd(of text: Range<Int>, sign: Unicode.Scalar?, isOutput: Bool) -> Int {
        var end = text.upperBound
        if sign == "-" {
            while end > text.lowerBound, scalars[end - 1].isPythonSpace { end -= 1 }
            return end
        }
        guard sign != "+", !isOutput else { return end }
        while end > text.lowerBound, scalars[end - 1] != "\n", scalars[end - 1].isPythonSpace {
            end -= 1
        }
        let beginsLine = end == 0 || scalars[end - 1] == "\n"
        return beginsLine ? end : text.upperBound
    }

    private mutating func addData(upTo end: Int) {
        guard end > position else { return }
        tokens.append(Token(kind: .data, text: text(position..<end), line: line))
    }

    private mutating func comment(from start: Int) throws {
        var index = start
        while index + 1 < scalars.count {
            if scalars[index] == "#", scalars[index + 1] == "}" {
                let sign = index > start ? scalars[index - 1] : nil
                advance(to: afterClosing(index, sign: sign, trimsLine: true))
                return
            }
            index += 1
        }
        throw syntax("Missing end of comment tag")
    }

    /// Where the text of a raw block begins, if a tag is one.
    private func rawBegin(from start: Int) -> Int? {
        var index = skippingSpaces(from: start)
        guard has("raw", at: index) else { return nil }
        index = skippingSpaces(from: index + 3)
        if has("%}", at: index) { return index + 2 }
        return has("-%}", at: index) ? skippingSpaces(from: index + 3) : nil
    }

    private mutating func raw(from start: Int) throws {
        let rawLine = line
        advance(to: start)
        var index = start
        while index < scalars.count {
            if has("{%", at: index) {
                let sign = at(index + 2) == "-" || at(index + 2) == "+" ? at(index + 2) : nil
                var close = skippingSpaces(from: index + (sign == nil ? 2 : 3))
                if has("endraw", at: close) {
                    close = skippingSpaces(from: close + 6)
                    let closeSign = at(close) == "-" || at(close) == "+" ? at(close) : nil
                    if closeSign != nil { close += 1 }
                    if has("%}", at: close) {
                        addData(upTo: strippedEnd(of: start..<index, sign: sign, isOutput: false))
                        advance(to: afterClosing(close, sign: closeSign, trimsLine: true))
                        return
                    }
                }
            }
            index += 1
        }
        throw ChatTemplateError.syntax(reason: "Missing end of raw directive", line: rawLine)
    }

    /// The position after a closing mark whose two characters begin at `index`.
    private func afterClosing(_ index: Int, sign: Unicode.Scalar?, trimsLine: Bool) -> Int {
        let end = index + 2
        if sign == "-" { return skippingSpaces(from: end) }
        return trimsLine && sign != "+" && at(end) == "\n" ? end + 1 : end
    }

    // MARK: Inside tags

    private mutating func tag(from start: Int, isOutput: Bool) throws {
        tokens.append(Token(kind: isOutput ? .outputBegin : .tagBegin, text: "", line: line))
        advance(to: start)
        var brackets: [Unicode.Scalar] = []
        while true {
            advance(to: skippingSpaces(from: position))
            guard let scalar = at(position) else { return }
            if brackets.isEmpty, let end = tagEnd(isOutput: isOutput) {
                tokens.append(Token(kind: isOutput ? .outputEnd : .tagEnd, text: "", line: line))
                advance(to: end)
                return
            }
            if isDigit(scalar) {
                try number()
            } else if scalar == "_" || scalar.properties.isAlphabetic {
                try name()
            } else if scalar == "'" || scalar == "\"" {
                try string(quote: scalar)
            } else {
                try symbol(brackets: &brackets)
            }
        }
    }

    private func tagEnd(isOutput: Bool) -> Int? {
        let mark = isOutput ? "}}" : "%}"
        if has(mark, at: position) {
            return afterClosing(position, sign: nil, trimsLine: !isOutput)
        }
        if at(position) == "-", has(mark, at: position + 1) {
            return afterClosing(position + 1, sign: "-", trimsLine: !isOutput)
        }
        if !isOutput, at(position) == "+", has(mark, at: position + 1) {
            return afterClosing(position + 1, sign: "+", trimsLine: true)
        }
        return nil
    }

    private mutating func name() throws {
        var end = position
        while let scalar = at(end), scalar == "_" || scalar.isPythonAlphanumeric { end += 1 }
        let name = text(position..<end)
        // Python folds such names into others; no template of a model has them.
        guard name.utf8.allSatisfy({ $0 < 0x80 }), end > position else {
            throw ChatTemplateError.unsupported(
                construct: "the name '\(name)' with letters beyond ASCII", line: line)
        }
        add(.name, name, upTo: end)
    }

    private mutating func number() throws {
        if at(position) == "0", let mark = at(position + 1),
            "xXbBoO".unicodeScalars.contains(mark)
        {
            throw ChatTemplateError.unsupported(
                construct: "a number that is not decimal", line: line)
        }
        var end = digitsEnd(from: position)
        var isFloat = false
        let followsDot = position > 0 && scalars[position - 1] == "."
        if !followsDot {
            if at(end) == ".", let next = at(end + 1), isDigit(next) {
                isFloat = true
                end = digitsEnd(from: end + 1)
            }
            if at(end) == "e" || at(end) == "E" {
                let digits = at(end + 1) == "+" || at(end + 1) == "-" ? end + 2 : end + 1
                if let next = at(digits), isDigit(next) {
                    isFloat = true
                    end = digitsEnd(from: digits)
                }
            }
        }
        // As in Jinja2, 007 is two numbers, which the parser then complains about.
        if !isFloat, at(position) == "0" {
            end = position + 1
            while at(end) == "0" || at(end) == "_" && at(end + 1) == "0" { end += 1 }
        }
        let digits = text(position..<end).filter { $0 != "_" }
        add(isFloat ? .float : .integer, digits, upTo: end)
    }

    private func digitsEnd(from start: Int) -> Int {
        var end = start
        while let scalar = at(end) {
            if isDigit(scalar) {
                end += 1
            } else if scalar == "_", end > start, let next = at(end + 1), isDigit(next) {
                end += 2
            } else {
                break
            }
        }
        return end
    }

    private mutating func string(quote: Unicode.Scalar) throws {
        var end = position + 1
        while let scalar = at(end), scalar != quote { end += scalar == "\\" ? 2 : 1 }
        guard at(end) == quote else {
            throw syntax("unexpected char \(String(quote).pythonRepr) at \(position)")
        }
        do {
            let content = try StringLiteral.content(of: scalars[position + 1..<end])
            add(.string, content, upTo: end + 1)
        } catch let failure as RenderFailure {
            if case .python(let reason) = failure { throw syntax(reason) }
            throw failure.located(at: line)
        }
    }

    private static let symbols = [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
        "}", ">", "<", "=", ".", ":", "|", ",", ";",
    ]
    private static let closers: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "{": "}"]

    private mutating func symbol(brackets: inout [Unicode.Scalar]) throws {
        guard let symbol = Self.symbols.first(where: { has($0, at: position) }),
            let first = symbol.unicodeScalars.first
        else {
            throw syntax(
                "unexpected char \(String(scalars[position]).pythonRepr) at \(position)")
        }
        if let closer = Self.closers[first] {
            brackets.append(closer)
        } else if first == ")" || first == "]" || first == "}" {
            guard let expected = brackets.popLast() else { throw syntax("unexpected '\(first)'") }
            guard expected == first else {
                throw syntax("unexpected '\(first)', expected '\(expected)'")
            }
        }
        add(.symbol, symbol, upTo: position + symbol.unicodeScalars.count)
    }

    // MARK: Text

    private mutating func add(_ kind: Token.Kind, _ text: String, upTo end: Int) {
        tokens.append(Token(kind: kind, text: text, line: line))
        advance(to: end)
    }

    private mutating func advance(to end: Int) {
        guard end > position else { return }
        line += scalars[position..<end].count { $0 == "\n" }
        position = end
    }

    private func at(_ index: Int) -> Unicode.Scalar? {
        index < scalars.count ? scalars[index] : nil
    }

    private func has(_ text: String, at start: Int) -> Bool {
        var index = start
        for scalar in text.unicodeScalars {
            guard at(index) == scalar else { return false }
            index += 1
        }
        return true
    }

    private func skippingSpaces(from start: Int) -> Int {
        var index = start
        while let scalar = at(index), scalar.isPythonSpace { index += 1 }
        return index
    }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private func syntax(_ reason: String) -> ChatTemplateError {
        .syntax(reason: reason, line: line)
    }
}
