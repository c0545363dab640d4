/// Why a pattern is not read.
package struct RegexSyntaxError: Error, Equatable, CustomStringConvertible {
    package let reason: String
    /// Scalars from the start of the pattern.
    package let offset: Int

    package var description: String { "\(reason) at character \(offset + 1)" }
}

/// Reads the part of Oniguruma's Ruby syntax that tokenizer files use; the rest is refused by name.
struct RegexParser {
    private let pattern: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var options = Options()

    private struct Options {
        var ignoresCase = false
        var dotTakesNewline = false
    }

    /// Deeper patterns are refused rather than allowed to exhaust the stack.
    private static let depthLimit = 100
    private static let repetitionLimit = 1_000

    init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    mutating func parse() throws -> RegexNode {
        let node = try alternatives()
        guard position == pattern.count else { throw failure("An unmatched )") }
        return node
    }

    // MARK: Structure

    private mutating func alternatives() throws -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { throw failure("Groups nested deeper than 100") }
        var choices = [try sequence()]
        while take("|") { choices.append(try sequence()) }
        return choices.count == 1 ? choices[0] : .alternatives(choices)
    }

    private mutating func sequence() throws -> RegexNode {
        var parts: [RegexNode] = []
        while let next = peek(), next != "|", next != ")" {
            parts.append(try quantified(try atom()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func quantified(_ atom: RegexNode) throws -> RegexNode {
        var node = atom
        while let next = peek() {
            switch next {
            case "*": node = try simple(node, 0, nil)
            case "+": node = try simple(node, 1, nil)
            case "?": node = try simple(node, 0, 1)
            case "{":
                guard let (minimum, maximum, isExact) = try interval() else { return node }
                // In Ruby's syntax "{n}?" makes the whole optional and "{n,m}+" repeats it.
                if !isExact, take("?") {
                    node = try repetition(node, minimum, maximum, .lazy)
                } else {
                    node = try repetition(node, minimum, maximum, .greedy)
                }
            default: return node
            }
        }
        return node
    }

    private mutating func simple(_ node: RegexNode, _ minimum: Int, _ maximum: Int?) throws
        -> RegexNode
    {
        position += 1
        if take("?") { return try repetition(node, minimum, maximum, .lazy) }
        if take("+") { return try repetition(node, minimum, maximum, .possessive) }
        return try repetition(node, minimum, maximum, .greedy)
    }

    private func repetition(
        _ node: RegexNode, _ minimum: Int, _ maximum: Int?, _ greed: RegexNode.Greed
    ) throws -> RegexNode {
        if node.canBeEmpty, maximum == nil {
            throw failure("A repetition of something that can match nothing")
        }
        return .repetition(node, minimum: minimum, maximum: maximum, greed: greed)
    }

    /// `{n}`, `{n,}`, `{n,m}` or `{,m}`; nil, with nothing taken, where the brace is a plain one.
    private mutating func interval() throws -> (Int, Int?, Bool)? {
        let start = position
        position += 1
        let low = number()
        var high = low
        var isExact = true
        if take(",") {
            isExact = false
            high = number()
        }
        guard take("}"), low != nil || high != nil else {
            position = start
            return nil
        }
        guard max(low ?? 0, high ?? 0) <= Self.repetitionLimit else {
            throw failure("A repetition of more than 1,000")
        }
        if let high, high < (low ?? 0) {
            throw failure("A repetition whose end is before its start")
        }
        return (low ?? 0, high, isExact)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let digit = peek()?.value, digit &- 0x30 < 10 {
            value = min((value ?? 0) * 10 + Int(digit - 0x30), 1_000_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws -> RegexNode {
        guard let next = peek() else { throw failure("An unexpected end") }
        switch next {
        case "(": return try group()
        case "[": return .set(try bracket())
        case "\\": return try escape()
        case "*", "+", "?": throw failure("A repetition of nothing")
        default: break
        }
        // A brace that opens no repetition is a plain one.
        position += 1
        switch next {
        case "^": return .anchor(.lineStart)
        case "$": return .anchor(.lineEnd)
        case ".": return .set(options.dotTakesNewline ? .all : ScalarSet("\n").inverted)
        default: return literal(next)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> RegexNode {
        .set(folded(ScalarSet(scalar)))
    }

    private func folded(_ set: ScalarSet) -> ScalarSet {
        options.ignoresCase ? set.ignoringCase : set
    }

    // MARK: Groups

    private mutating func group() throws -> RegexNode {
        position += 1
        let outer = options
        guard take("?") else { return try closed(alternatives(), outer) }
        if take(":") { return try closed(alternatives(), outer) }
        if take("=") { return try closed(.lookahead(alternatives(), isNegative: false), outer) }
        if take("!") { return try closed(.lookahead(alternatives(), isNegative: true), outer) }
        if take(">") { return try closed(.atomic(alternatives()), outer) }
        if take("<") {
            let isLookbehind = peek() == "=" || peek() == "!"
            throw failure(
                isLookbehind ? "A lookbehind (?<" : "A named group (?<", at: position - 3)
        }
        var isOn = true
        while let next = peek() {
            position += 1
            switch next {
            case "-": isOn = false
            case "i": options.ignoresCase = isOn
            case "m": options.dotTakesNewline = isOn
            case ":": return try closed(alternatives(), outer)
            case ")":
                // The options hold to the end of the enclosing group, alternatives included.
                let rest = try alternatives()
                options = outer
                return rest
            default:
                throw failure("The group (?\(next)", at: position - 1)
            }
        }
        throw failure("A group is not closed")
    }

    private mutating func closed(_ node: RegexNode, _ outer: Options) throws -> RegexNode {
        guard take(")") else { throw failure("A group is not closed") }
        options = outer
        return node
    }

    // MARK: Escapes

    private mutating func escape() throws -> RegexNode {
        if position + 1 < pattern.count {
            let anchor: RegexNode.Anchor? =
                switch pattern[position + 1] {
                case "A": .textStart
                case "z": .textEnd
                case "Z": .textEndOrLastNewline
                case "b": .wordBoundary
                case "B": .notWordBoundary
                default: nil
                }
            if let anchor {
                position += 2
                return .anchor(anchor)
            }
        }
        return .set(folded(try escapedSet()))
    }

    /// What an escape means inside and outside of brackets.
    private mutating func escapedSet() throws -> ScalarSet {
        position += 1
        guard let next = peek() else { throw failure("The pattern ends with \\") }
        position += 1
        switch next {
        case "s": return .whitespace
        case "S": return ScalarSet.whitespace.inverted
        case "d": return .decimalDigits
        case "D": return ScalarSet.decimalDigits.inverted
        case "w": return .word
        case "W": return ScalarSet.word.inverted
        case "h": return ScalarSet.property("xdigit") ?? .empty
        case "H": return (ScalarSet.property("xdigit") ?? .empty).inverted
        case "p": return try property(isInverted: false)
        case "P": return try property(isInverted: true)
        case "n": return ScalarSet("\n")
        case "r": return ScalarSet("\r")
        case "t": return ScalarSet("\t")
        case "f": return ScalarSet("\u{0C}")
        case "v": return ScalarSet("\u{0B}")
        case "a": return ScalarSet("\u{07}")
        case "e": return ScalarSet("\u{1B}")
        case "x":
            if take("{") {
                let scalar = try hexadecimal(1...8)
                guard take("}") else { throw failure("The escape \\x{ is not closed") }
                return ScalarSet(scalar)
            }
            return ScalarSet(try hexadecimal(1...2))
        case "u": return ScalarSet(try hexadecimal(4...4))
        case "0"..."9", "a"..."z", "A"..."Z":
            throw failure("The escape \\\(next)", at: position - 2)
        default: return ScalarSet(next)
        }
    }

    private mutating func hexadecimal(_ digitCount: ClosedRange<Int>) throws -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        while count < digitCount.upperBound, let next = peek(),
            let digit = Character(next).hexDigitValue
        {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        guard count >= digitCount.lowerBound, let scalar = Unicode.Scalar(value) else {
            throw failure("A hexadecimal escape without a character")
        }
        // A higher escape is a raw byte in Oniguruma, which no UTF-8 text matches as a character.
        if digitCount == 1...2, value > 0x7F { throw failure("A raw byte \\x above 7F") }
        return scalar
    }

    private mutating func property(isInverted: Bool) throws -> ScalarSet {
        let start = position - 2
        guard take("{") else { throw failure("A property without {", at: start) }
        let isNegated = take("^")
        var name = ""
        while let next = peek(), next != "}" {
            name.unicodeScalars.append(next)
            position += 1
        }
        guard take("}") else { throw failure("A property is not closed", at: start) }
        guard let set = ScalarSet.property(name) else {
            throw failure("The property \\p{\(name)}", at: start)
        }
        return isInverted != isNegated ? set.inverted : set
    }

    // MARK: Brackets

    private mutating func bracket() throws -> ScalarSet {
        let start = position
        position += 1
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { throw failure("Groups nested deeper than 100") }
        let isInverted = take("^")
        var result = ScalarSet.empty
        var whole: ScalarSet?
        var isFirst = true
        while true {
            guard let next = peek() else { throw failure("A [ is not closed", at: start) }
            if next == "]", !isFirst { break }
            isFirst = false
            if next == "&", position + 1 < pattern.count, pattern[position + 1] == "&" {
                position += 2
                whole = whole.map { $0.intersection(result) } ?? result
                result = .empty
            } else if next == "[" {
                result = result.union(try posixBracket() ?? bracket())
            } else {
                result = result.union(try bracketItem(next))
            }
        }
        position += 1
        result = folded(whole.map { $0.intersection(result) } ?? result)
        return isInverted ? result.inverted : result
    }

    /// One scalar, one escape or one range.
    private mutating func bracketItem(_ next: Unicode.Scalar) throws -> ScalarSet {
        let low = try bracketEnd(next)
        guard peek() == "-", position + 1 < pattern.count, pattern[position + 1] != "]",
            let from = low.single
        else { return low }
        let dash = position
        position += 1
        let high = try bracketEnd(pattern[position])
        guard let to = high.single, from <= to else {
            throw failure("A range whose ends are not in order", at: dash)
        }
        return ScalarSet([from...to])
    }

    private mutating func bracketEnd(_ next: Unicode.Scalar) throws -> ScalarSet {
        if next == "\\" {
            if position + 1 < pattern.count, pattern[position + 1] == "b" {
                position += 2
                return ScalarSet("\u{08}")
            }
            return try escapedSet()
        }
        position += 1
        return ScalarSet(next)
    }

    /// `[:name:]` inside brackets; nil where the bracket is an ordinary one.
    private mutating func posixBracket() throws -> ScalarSet? {
        guard position + 1 < pattern.count, pattern[position + 1] == ":" else { return nil }
        let start = position
        position += 2
        let isNegated = take("^")
        var name = ""
        while let next = peek(), next != ":" {
            name.unicodeScalars.append(next)
            position += 1
        }
        guard take(":"), take("]"),
            let set = ["punct", "graph", "print"].contains(name) ? nil : ScalarSet.property(name)
        else { throw failure("The class [:\(name):]", at: start) }
        return isNegated ? set.inverted : set
    }

    // MARK: Scalars

    private func peek() -> Unicode.Scalar? {
        position < pattern.count ? pattern[position] : nil
    }

    private mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard peek() == expected else { return false }
        position += 1
        return true
    }

    private func failure(_ reason: String, at offset: Int? = nil) -> RegexSyntaxError {
        RegexSyntaxError(reason: reason, offset: offset ?? position)
    }
}

extension ScalarSet {
    /// The only scalar of the set, where it has but one.
    fileprivate var single: UInt32? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
