import JSONText

/// One line of a JSONL file as an object, or why it is none.
enum JSONLine {
    /// - Throws: `LineFailure`.
    static func object(_ line: LineReader.Line) throws(LineFailure)
        -> JSONObject
    {
        let bytes: UnsafeRawBufferPointer
        switch line {
        case .tooLong(let byteCount): throw LineFailure(.tooLong(byteCount: byteCount))
        case .bytes(let content): bytes = content
        }
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes)
        } catch {
            if let offset = firstInvalidByte(bytes) {
                throw LineFailure(.invalidUTF8(column: offset + 1))
            }
            let syntax = error as? JSONSyntaxError
            throw LineFailure(
                .notJSON(syntax?.reason ?? "\(error)", column: syntax?.column ?? 1))
        }
        guard let object = value.objectValue else {
            throw LineFailure(.notAnObject(found: value.kindName))
        }
        return object
    }

    /// Where the bytes stop being UTF-8.
    static func firstInvalidByte(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var decoder = UTF8()
        var iterator = CountingIterator(bytes: bytes)
        while true {
            let start = iterator.position
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return nil
            case .error: return start
            }
        }
    }

    private struct CountingIterator: IteratorProtocol {
        let bytes: UnsafeRawBufferPointer
        var position = 0

        mutating func next() -> UInt8? {
            guard position < bytes.count else { return nil }
            defer { position += 1 }
            return bytes[position]
        }
    }
}

/// A reason on its way up, before it has met its line.
struct LineFailure: Error {
    let reason: LineProblem.Reason

    init(_ reason: LineProblem.Reason) { self.reason = reason }
}

extension JSONObject {
    /// A member that has to be a string.
    func text(_ field: String) throws(LineFailure) -> String {
        guard let value = self[field] else { throw LineFailure(.missingField(field)) }
        guard let text = value.stringValue else {
            throw LineFailure(
                .wrongType(field: field, expected: "a string", found: value.kindName))
        }
        return text
    }

    /// A member that has to be a string where it is there at all; null counts as absent.
    func optionalText(_ field: String) throws(LineFailure) -> String? {
        guard let value = self[field], !value.isNull else { return nil }
        return try text(field)
    }
}

extension String {
    /// Nothing but white space.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
