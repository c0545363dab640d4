import Foundation
import JSONText

/// Reads the fields of one of a folder's JSON files and remembers where from, for messages.
struct EncoderFields {
    let json: JSONValue
    let path: String

    /// Beyond every model there is: products of these stay far from overflow.
    private static let largestSize = 1 << 24

    init(file: URL, purpose: String) throws {
        path = file.path
        guard FileManager.default.fileExists(atPath: path) else {
            throw EncoderError.missingFile(path: path, purpose: purpose)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw EncoderError.unreadable(path: path, reason: "it cannot be opened")
        }
        do {
            json = try JSONValue.parse(Array(data))
        } catch {
            throw EncoderError.unreadable(path: path, reason: "it is not JSON: \(error)")
        }
    }

    /// The value, unless absent or null.
    func present(_ field: String) -> JSONValue? {
        json[field].flatMap { $0.isNull ? nil : $0 }
    }

    func string(_ field: String, default fallback: String) throws -> String {
        guard let value = present(field) else { return fallback }
        guard let text = value.stringValue else {
            throw bad(field, "expected a string, found \(value.text())")
        }
        return text
    }

    func flag(_ field: String) throws -> Bool {
        guard let value = present(field) else { return false }
        guard let flag = value.boolValue else {
            throw bad(field, "expected true or false, found \(value.text())")
        }
        return flag
    }

    func size(_ field: String, default fallback: Int? = nil) throws -> Int {
        let size = try count(field, default: fallback)
        guard size > 0 else { throw bad(field, "expected a positive whole number, found 0") }
        return size
    }

    func count(_ field: String, default fallback: Int? = nil) throws -> Int {
        guard let value = present(field) else {
            if let fallback { return fallback }
            throw bad(field, "it is missing")
        }
        guard let count = value.intValue, (0...Self.largestSize).contains(count) else {
            throw bad(
                field, "expected a whole number up to \(Self.largestSize), found \(value.text())")
        }
        return count
    }

    func number(_ field: String, default fallback: Double) throws -> Double {
        guard let value = present(field) else { return fallback }
        guard let number = value.doubleValue, number.isFinite else {
            throw bad(field, "expected a number, found \(value.text())")
        }
        return number
    }

    /// Refuses any other value of a field than the one that is computed here, which is also what an
    /// absent field means.
    func expect(_ field: String, _ expected: String) throws {
        let found = try string(field, default: expected)
        guard found == expected else { throw unsupported(field, found, "\"\(expected)\"") }
    }

    func bad(_ field: String, _ reason: String) -> EncoderError {
        .badField(path: path, field: field, reason: reason)
    }

    func unsupported(_ field: String, _ found: String, _ supported: String) -> EncoderError {
        .unsupported(path: path, field: field, found: found, supported: supported)
    }
}
