import JSONText

/// Reads the members of one object of a tokenizer file, and knows where in the file it is, so that
/// each complaint names file and field.
struct StageReader {
    let file: String
    /// The object's place, like `normalizer.normalizers[1]`; empty for the whole file.
    let path: String
    let object: JSONObject

    init(file: String, path: String, _ value: JSONValue) throws {
        self.file = file
        self.path = path
        guard let object = value.objectValue else {
            throw TokenizerError.wrongField(
                file: file, field: path, expected: "an object", found: value.kindName)
        }
        self.object = object
    }

    /// The `type` of the stage.
    func type() throws -> String { try string("type") }

    var unknown: TokenizerError {
        .unknownStage(file: file, field: path, stage: object["type"]?.stringValue ?? "")
    }

    func field(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

    func wrong(_ name: String, expected: String) -> TokenizerError {
        .wrongField(
            file: file, field: field(name), expected: expected,
            found: object[name]?.kindName ?? "absent")
    }

    func unsupported(_ name: String, _ reason: String) -> TokenizerError {
        .unsupportedSetting(file: file, field: field(name), reason: reason)
    }

    // MARK: Plain values

    func string(_ name: String) throws -> String {
        guard let value = object[name]?.stringValue else { throw wrong(name, expected: "a string") }
        return value
    }

    func optionalString(_ name: String) throws -> String? {
        isAbsent(name) ? nil : try string(name)
    }

    func bool(_ name: String, default fallback: Bool) throws -> Bool {
        if isAbsent(name) { return fallback }
        guard let value = object[name]?.boolValue else {
            throw wrong(name, expected: "true or false")
        }
        return value
    }

    func count(_ name: String) throws -> Int {
        guard let value = object[name]?.intValue, value >= 0, value <= Int(Int32.max) else {
            throw wrong(name, expected: "a whole number that is not negative")
        }
        return value
    }

    func identifier(_ name: String) throws -> Int32 { Int32(try count(name)) }

    /// A string of one scalar.
    func scalar(_ name: String) throws -> Unicode.Scalar {
        let scalars = try string(name).unicodeScalars
        guard let first = scalars.first, scalars.count == 1 else {
            throw wrong(name, expected: "a string of one character")
        }
        return first
    }

    func isAbsent(_ name: String) -> Bool { object[name]?.isNull ?? true }

    // MARK: Nested values

    func array(_ name: String) throws -> [JSONValue] {
        guard let value = object[name]?.arrayValue else { throw wrong(name, expected: "a list") }
        return value
    }

    func nested(_ name: String) throws -> StageReader {
        guard let value = object[name] else { throw wrong(name, expected: "an object") }
        return try StageReader(file: file, path: field(name), value)
    }

    func nestedList(_ name: String) throws -> [StageReader] {
        try array(name).enumerated().map {
            try StageReader(file: file, path: "\(field(name))[\($0.offset)]", $0.element)
        }
    }

    /// `{"String": …}` or `{"Regex": …}`.
    func pattern(_ name: String) throws -> TextPattern {
        let reader = try nested(name)
        if let literal = reader.object["String"]?.stringValue {
            return .literal(Array(literal.utf8))
        }
        guard let text = reader.object["Regex"]?.stringValue else {
            throw wrong(name, expected: "an object with String or Regex")
        }
        do {
            return .regex(try ScalarRegex(text))
        } catch let error as RegexSyntaxError {
            throw TokenizerError.unsupportedPattern(
                file: file, field: path, pattern: text, reason: "\(error)")
        }
    }
}
