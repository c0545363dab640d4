/// What can go wrong while examples are sought.
///
/// A message tells what happened, where, and what to do.
package enum RetrievalError: Error, Equatable, CustomStringConvertible {
    /// SQLite could not cut the texts into words.
    case wordIndex(reason: String)
    case embeddingCount(embedder: String, expected: Int, found: Int)
    case embeddingWidth(embedder: String, text: String, expected: Int, found: Int)
    case embeddingNotFinite(embedder: String, text: String)
    /// The command's program cannot be run at all.
    case cannotStart(command: String, reason: String)
    case timedOut(command: String, seconds: Double)
    /// It ended otherwise than with status 0; with the end of what it wrote to standard error.
    case commandFailed(command: String, ending: String, message: String)
    case answerTooLong(command: String, byteLimit: Int)
    /// A line of the answer is not as agreed; counted from 1.
    case badAnswer(command: String, line: Int, reason: String)
    case unknownRecord(command: String, line: Int, id: String)
    case unknownExample(command: String, line: Int, id: String)
    case repeatedRecord(command: String, line: Int, id: String, firstLine: Int)
    case repeatedExample(command: String, line: Int, id: String)
    /// Records without an answer, the first of them by its id.
    case missingRecords(command: String, count: Int, first: String)
    /// The command could not tell two records of one list apart.
    case ambiguousID(command: String, id: String)

    package var description: String {
        switch self {
        case .wordIndex(let reason):
            "The words of the records could not be counted (\(reason)). SQLite, in memory. The "
                + "sqlite3 library needs FTS5: install a build that has it, or set retriever.kind "
                + "to bleu."
        case .embeddingCount(let embedder, let expected, let found):
            "The embedder \(embedder) gave \(found) vectors for \(expected) texts. Use another "
                + "retriever.embedder."
        case .embeddingWidth(let embedder, let text, let expected, let found):
            "The embedder \(embedder) gave a vector of \(found) numbers where \(expected) were "
                + "expected, for \(Self.excerpt(text)). Use another retriever.embedder."
        case .embeddingNotFinite(let embedder, let text):
            "The embedder \(embedder) gave a vector that is not finite, for \(Self.excerpt(text)). "
                + "Check the model's weights, or use another retriever.embedder."
        case .cannotStart(let command, let reason):
            "The retriever's command cannot be started: \(reason). \(command). Correct "
                + "retriever.command in project.yaml; a program without a slash is looked up in "
                + "PATH."
        case .timedOut(let command, let seconds):
            "The retriever's command was ended after \(seconds.text) seconds without a whole "
                + "answer. \(command). Make it faster, or raise retriever.timeout_seconds."
        case .commandFailed(let command, let ending, let message):
            "The retriever's command \(ending). \(command)."
                + (message.isEmpty ? " It wrote no message." : " It wrote:\n\(message)")
                + "\nRun it by hand to see why."
        case .answerTooLong(let command, let limit):
            "The retriever's command wrote more than \(limit) bytes. \(command). Let it write one "
                + "line a record and only the best examples."
        case .badAnswer(let command, let line, let reason):
            Self.place(command, line) + reason
                + " Write one line a record: {\"id\": \"...\", \"examples\": [\"...\"]}"
        case .unknownRecord(let command, let line, let id):
            Self.place(command, line) + "there is no record \"\(id)\" to find examples for. "
                + "Answer with the ids that were handed in, each once."
        case .unknownExample(let command, let line, let id):
            Self.place(command, line) + "the bank has no record \"\(id)\". Name only records of "
                + "the bank, by their ids."
        case .repeatedRecord(let command, let line, let id, let firstLine):
            Self.place(command, line) + "record \"\(id)\" was answered in line \(firstLine) "
                + "already. Answer each record once."
        case .repeatedExample(let command, let line, let id):
            Self.place(command, line) + "example \"\(id)\" is named twice. Name each once, best "
                + "first."
        case .missingRecords(let command, let count, let first):
            "The retriever's command gave no answer for \(count) "
                + (count == 1 ? "record: \"\(first)\"" : "records, the first is \"\(first)\"")
                + ". \(command). Answer each record, with an empty list where nothing fits."
        case .ambiguousID(let command, let id):
            "Two records share the id \"\(id)\", which the retriever's command could not tell "
                + "apart. \(command). Give each record an id of its own."
        }
    }

    private static func place(_ command: String, _ line: Int) -> String {
        "The retriever's command answered with nonsense. \(command), line \(line) of its output: "
    }

    private static func excerpt(_ text: String) -> String {
        let length = 60
        return text.count > length ? "\"\(text.prefix(length))...\"" : "\"\(text)\""
    }
}

extension Double {
    /// Without a fraction of zero.
    fileprivate var text: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
