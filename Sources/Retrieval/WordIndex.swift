import Foundation
import GRDB

/// The words of a bank's texts and of queries, as SQLite FTS5 cuts them, with their postings.
///
/// FTS5 only cuts texts here and counts: nothing is ever matched by its query language, so that no
/// character of a query can mean anything in it.
struct WordIndex: Sendable {
    struct Posting {
        let text: Int32
        var count: Int32
    }

    static let tokenizer = "unicode61"

    /// By word, in the order of their bytes; each in rising order of texts.
    private(set) var postings: [[Posting]] = []
    /// Words of each text of the bank.
    private(set) var wordCounts: [Int32]
    private var queryWords: [[Int32]]

    let textCount: Int
    /// Of the bank's texts; 0 where none holds a word.
    private(set) var meanWordCount = 0.0

    /// - Parameters:
    ///   - texts: of the bank.
    ///   - asked: what is sought for.
    /// - Throws: `RetrievalError.wordIndex`.
    init(_ texts: [String], asked: [String]) throws {
        textCount = texts.count
        wordCounts = [Int32](repeating: 0, count: texts.count)
        queryWords = [[Int32]](repeating: [], count: asked.count)
        do {
            let queue = try DatabaseQueue()
            try queue.write { database in
                try Self.fill("bank", texts, database)
                try Self.fill("asked", asked, database)
                let numbers = try readBank(database)
                try readAsked(database, numbers)
            }
            let total = wordCounts.reduce(0) { $0 + Int($1) }
            meanWordCount = Double(total) / Double(max(textCount, 1))
        } catch {
            throw RetrievalError.wordIndex(reason: "\(error)")
        }
    }

    /// The words of a query that the bank knows, each once, in the order of their bytes.
    func words(ofQuery position: Int) -> [Int32] { queryWords[position] }

    private static func fill(_ table: String, _ texts: [String], _ database: Database) throws {
        try database.execute(
            sql: """
                CREATE VIRTUAL TABLE \(table) USING fts5(text, content='', tokenize='\(tokenizer)');
                CREATE VIRTUAL TABLE \(table)Words USING fts5vocab(\(table), instance);
                """)
        let insert = try database.makeStatement(
            sql: "INSERT INTO \(table) (rowid, text) VALUES (?, ?)")
        for (row, text) in texts.enumerated() {
            // A text would end at a zero byte.
            try insert.execute(arguments: [row, text.replacing("\0", with: " ")])
        }
    }

    private mutating func readBank(_ database: Database) throws -> [Data: Int32] {
        var numbers: [Data: Int32] = [:]
        var last: Data?
        // Comes in the order of words, then of texts. Words are bytes here: Swift takes different
        // spellings of one character for equal, FTS5 does not.
        let rows = try Row.fetchCursor(
            database, sql: "SELECT CAST(term AS BLOB), doc FROM bankWords")
        while let row = try rows.next() {
            let word: Data = row[0]
            let text = Int32(row[1] as Int)
            if word != last {
                numbers[word] = Int32(postings.count)
                postings.append([])
                last = word
            }
            wordCounts[Int(text)] += 1
            let at = postings.count - 1
            if let end = postings[at].indices.last, postings[at][end].text == text {
                postings[at][end].count += 1
            } else {
                postings[at].append(Posting(text: text, count: 1))
            }
        }
        return numbers
    }

    private mutating func readAsked(_ database: Database, _ numbers: [Data: Int32]) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT CAST(term AS BLOB), doc FROM askedWords")
        while let row = try rows.next() {
            guard let number = numbers[row[0] as Data] else { continue }
            let query: Int = row[1]
            if queryWords[query].last != number { queryWords[query].append(number) }
        }
    }
}

extension Double {
    /// The natural logarithm.
    var logarithm: Double { log(self) }
}
