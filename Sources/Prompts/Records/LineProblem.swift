/// Why a line of a JSONL file cannot be used.
package struct LineProblem: Sendable, Equatable {
    /// What is wrong, with what was found.
    package enum Reason: Sendable, Equatable {
        /// The reader's words, and the column counted from 1.
        case notJSON(String, column: Int)
        case notAnObject(found: String)
        case missingField(String)
        case wrongType(field: String, expected: String, found: String)
        case emptyField(String)
        case tooLong(byteCount: Int)
        /// The first bad byte, counted from 1.
        case invalidUTF8(column: Int)
        case duplicateID(String, firstUse: RecordSource)
        case unknownSplit(String)
        /// A line of a log where a record is expected.
        case otherFormat(LogFormat)
        /// A chat whose last message is not the assistant's.
        case noAnswer(lastRole: String)
        /// A block of a plain text without the text that an answer follows.
        case noAnswerText(String)
        /// A part of a message that is no text, such as an image.
        case unsupportedContent(type: String)
    }

    package var source: RecordSource
    package var reason: Reason

    package init(source: RecordSource, reason: Reason) {
        self.source = source
        self.reason = reason
    }

    /// Lines of this many bytes and more are not read.
    package static let lineByteLimit = 10_000_000
}

// MARK: Wording

extension LineProblem {
    /// The first line of the message.
    package var what: String {
        switch reason {
        case .notJSON(let words, let column): "Line is not JSON: \(words) (column \(column))."
        case .notAnObject(let found): "Line is \(found), not a JSON object."
        case .missingField(let field): "Record has no \"\(field)\" field."
        case .wrongType(let field, let expected, let found):
            "Field \"\(field)\" is \(found), not \(expected)."
        case .emptyField(let field): "Record has an empty \"\(field)\" field."
        case .tooLong(let byteCount):
            "Line is \(Self.megabytes(byteCount)) MB long; "
                + "lines of \(Self.lineByteLimit / 1_000_000) MB and more are not read."
        case .invalidUTF8(let column): "Line is not UTF-8: byte \(column) starts no character."
        case .duplicateID(let id, let firstUse):
            "Record has the id \"\(id)\", which \(firstUse) already has."
        case .unknownSplit(let split): "Record has the split \"\(split)\", which is not known."
        case .otherFormat(let format): "Line is \(format.title), not a record."
        case .noAnswer(let role):
            "Chat ends with a message of the role \"\(role)\": there is no answer to learn."
        case .noAnswerText(let text):
            "The text that begins here has no \"\(text)\", behind which its answer would be."
        case .unsupportedContent(let type):
            "Message holds a part of the type \"\(type)\": only text can be used."
        }
    }

    private var remedy: String {
        switch reason {
        case .notJSON: "Correct the line"
        case .notAnObject: "Write one JSON object a line"
        case .missingField: "Add the field"
        case .wrongType: "Correct the field"
        case .emptyField: "Fill the field"
        case .tooLong: "Shorten the line"
        case .invalidUTF8: "Save the file as UTF-8"
        case .duplicateID: "Give each record an id of its own"
        case .unknownSplit: "Write \"train\", \"validation\" or \"test\""
        case .otherFormat: "Import the log first (promptintern import)"
        case .noAnswer: "Add the answer"
        case .noAnswerText: "Add it, or pass another text as --answer"
        case .unsupportedContent: "Replace the part by text"
        }
    }

    /// Problems of one kind are told once, with the first line and the number of lines.
    private var group: String {
        switch reason {
        case .notJSON: "json"
        case .notAnObject: "object"
        case .missingField(let field): "missing \(field)"
        case .wrongType(let field, _, _): "type \(field)"
        case .emptyField(let field): "empty \(field)"
        case .tooLong: "long"
        case .invalidUTF8: "utf8"
        case .duplicateID: "id"
        case .unknownSplit: "split"
        case .otherFormat: "format"
        case .noAnswer, .noAnswerText: "answer"
        case .unsupportedContent: "content"
        }
    }

    /// What to tell a user: a message for each kind of problem, in the order of first lines.
    package static func report(_ problems: [LineProblem]) -> String {
        var order: [String] = []
        var groups: [String: [LineProblem]] = [:]
        for problem in problems {
            if groups[problem.group] == nil { order.append(problem.group) }
            groups[problem.group, default: []].append(problem)
        }
        let messages = order.compactMap { name -> String? in
            guard let group = groups[name], let first = group.first else { return nil }
            let count = group.count == 1 ? "1 line is" : "\(group.count) lines are"
            return PromptsError.message(
                first.what, first.source.description,
                "\(first.remedy), or pass --skip-invalid to leave such lines out; "
                    + "\(count) affected.")
        }
        return messages.joined(separator: "\n\n")
    }

    private static func megabytes(_ byteCount: Int) -> String {
        let tenths = byteCount / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
