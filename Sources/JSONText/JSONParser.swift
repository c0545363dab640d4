/// Why a text is not JSON, and where.
package struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    package let reason: String
    /// Bytes from the start of the text.
    package let byteOffset: Int
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in bytes.
    package let column: Int

    package var description: String { "\(reason) (line \(line), column \(column))" }
}

extension JSONValue {
    /// Reads one JSON value that fills the text.
    /// - Throws: `JSONSyntaxError` for anything RFC 8259 does not allow, invalid UTF-8 and unpaired
    ///   surrogates included.
    package static func parse(_ bytes: UnsafeRawBufferPointer) throws -> JSONValue {
        var parser = JSONParser(bytes: bytes.bindMemory(to: UInt8.self))
        return try parser.document()
    }

    /// The same for bytes in an array.
    package static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBytes { try parse($0) }
    }

    /// The same for a text.
    package static func parse(_ text: String) throws -> JSONValue {
        try parse(Array(text.utf8))
    }
}

/// A recursive descent over bytes.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    /// Deeper texts are refused rather than allowed to exhaust the stack.
    private static let depthLimit = 256

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws -> JSONValue {
        // A byte order mark is not JSON, but common in logs from elsewhere.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let result = try value(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw failure("Unexpected text after the value") }
        return result
    }

    // MARK: Values

    private mutating func value(depth: Int) throws -> JSONValue {
        guard depth < Self.depthLimit else { throw failure("Nested deeper than 256 levels") }
        skipWhitespace()
        guard position < bytes.count else { throw failure("Unexpected end of the text") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws -> JSONValue {
        position += 1
        var members: [JSONObject.Member] = []
        skipWhitespace()
        if take("}") { return .object(JSONObject()) }
        repeat {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("Expected a member's name in double quotes")
            }
            let key = try string()
            skipWhitespace()
            guard take(":") else { throw failure("Expected ':' after a member's name") }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            skipWhitespace()
        } while take(",")
        guard take("}") else { throw failure("Expected ',' or '}'") }
        return .object(JSONObject(members))
    }

    private mutating func array(depth: Int) throws -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipWhitespace()
        if take("]") { return .array([]) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipWhitespace()
        } while take(",")
        guard take("]") else { throw failure("Expected ',' or ']'") }
        return .array(elements)
    }

    private mutating func word(_ expected: StaticString) throws {
        let count = expected.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == expected.utf8Start[$0] })
        else { throw failure("Expected \(expected)") }
        position += count
    }

    private mutating func number() throws -> JSONValue {
        let start = position
        _ = take("-")
        guard let first = peek(), isDigit(first) else {
            position = start
            throw failure("Expected a value")
        }
        if take("0") {
            if let next = peek(), isDigit(next) { throw failure("A number starts with 0") }
        } else {
            skipDigits()
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if let next = peek(), next | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else {
            throw failure("The number \(text) is out of range")
        }
        return .number(number)
    }

    private mutating func digits() throws {
        guard let next = peek(), isDigit(next) else { throw failure("Expected a digit") }
        skipDigits()
    }

    private mutating func skipDigits() {
        while let next = peek(), isDigit(next) { position += 1 }
    }

    // MARK: Strings

    private mutating func string() throws -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
        {
            position += 1
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            let text = try validated(bytes[start..<position], at: start)
            position += 1
            return text
        }
        return try escapedString(from: start)
    }

    /// The slow road, for strings with escapes.
    private mutating func escapedString(from start: Int) throws -> String {
        var content = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try validated(content[...], at: start)
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20:
                position -= 1
                throw failure("A control character inside a string")
            default: content.append(byte)
            }
        }
        throw failure("A string is not closed")
    }

    private mutating func escape(into content: inout [UInt8]) throws {
        guard let kind = peek() else { throw failure("A string is not closed") }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(kind)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: String(try unicodeEscape()).utf8)
        default:
            position -= 1
            throw failure("An unknown escape in a string")
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let high = try fourHexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), take("\\"), take("u") else {
            throw failure("An unpaired surrogate in a string")
        }
        let low = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        else { throw failure("An unpaired surrogate in a string") }
        return scalar
    }

    private mutating func fourHexDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw failure("Expected four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private func validated(_ content: some Collection<UInt8>, at start: Int) throws -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw failure("A string holds bytes that are not UTF-8", at: start)
        }
        return text
    }

    // MARK: Bytes

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard let byte = peek(), byte == UInt8(ascii: expected) else { return false }
        position += 1
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private mutating func skipWhitespace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private func failure(_ reason: String, at offset: Int? = nil) -> JSONSyntaxError {
        let offset = min(offset ?? position, bytes.count)
        let before = bytes[..<offset]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONSyntaxError(
            reason: reason, byteOffset: offset, line: line, column: offset - lineStart + 1)
    }
}
