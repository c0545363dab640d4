import Foundation
import GRDB
import Prompts
import Retrieval
import TestSupport
import Testing

@Suite struct BM25RetrieverTests {
    private static let vocabulary = [
        "list", "Files", "all", "find", "in", "the", "directory", "recursively", "naïve", "数据",
        "delete", "x86", "NEAR", "AND", "\"", "*", "(", "user's",
    ]

    private static func bank(_ seed: UInt64, _ count: Int) -> [PromptRecord] {
        var random = SplitMix(seed: seed)
        return (0..<count).map {
            record("r\($0)", random.words(1...8, of: vocabulary) + " w\($0)", "o\($0)")
        }
    }

    /// The scores that SQLite's own ranking gives, by position.
    private func sqliteScores(_ query: String, _ bank: [PromptRecord]) throws -> [Int: Double] {
        // Words as the tokenizer cuts them, in quotes, each once.
        let words = query.lowercased().folding(options: .diacriticInsensitive, locale: nil)
            .split { !$0.isLetter && !$0.isNumber }
        guard !words.isEmpty else { return [:] }
        let expression = Set(words).sorted().map { "\"\($0)\"" }.joined(separator: " OR ")
        return try DatabaseQueue().write { database in
            try database.execute(sql: "CREATE VIRTUAL TABLE bank USING fts5(text)")
            for (row, record) in bank.enumerated() {
                try database.execute(
                    sql: "INSERT INTO bank (rowid, text) VALUES (?, ?)",
                    arguments: [row, record.query])
            }
            let rows = try Row.fetchAll(
                database, sql: "SELECT rowid, bm25(bank) FROM bank WHERE bank MATCH ?",
                arguments: [expression])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], -($0[1] as Double)) })
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func scoresAreThoseOfSQLite(seed: UInt64) throws {
        let bank = Self.bank(seed, 40)
        let queries = Self.bank(seed + 100, 10).map(\.query)
        for query in queries {
            let asked = record("asked", query + " unheard of", "none")
            let found = try ExampleSelector(BM25Retriever()).matches(
                for: [asked], in: bank, count: 40)[0]
            let expected = try sqliteScores(asked.query, bank)
            #expect(found.count == 40)
            for match in found {
                let score = try #require(match.score)
                let wanted = expected[match.position] ?? 0
                #expect(abs(score - wanted) <= 1e-9 * max(1, wanted))
            }
            for (better, worse) in zip(found, found.dropFirst()) {
                let scores = (try #require(better.score), try #require(worse.score))
                #expect(
                    scores.0 > scores.1
                        || scores.0 == scores.1 && better.position < worse.position)
            }
        }
    }

    @Test(arguments: [
        "\" OR text : *", "NEAR(a b, 3)", "^list AND NOT files", "'); DROP TABLE bank; --", "{}[]",
        "-", "", "\0list", "🙂 \u{FEFF}", "a\"b", "text:list", "(((",
    ])
    func noCharacterOfAQueryMeansAnything(query: String) throws {
        let bank = [record("a", "delete a user", "o1"), record("b", "list files", "o2")]
        let found = try ExampleSelector(BM25Retriever()).matches(
            for: [record("q", query, "x")], in: bank, count: 2)[0]
        #expect(found.count == 2)
        #expect(found.first?.position == (query.contains("list") ? 1 : 0))
    }

    @Test func wordsBehindAZeroByteOfTheBankCount() throws {
        let bank = [record("a", "x", "o1"), record("b", "y\0list", "o2")]
        let found = try ExampleSelector(BM25Retriever()).matches(
            for: [record("q", "list", "x")], in: bank, count: 1)[0]
        #expect(found.map(\.position) == [1])
    }

    @Test func tiesGoByTheBanksOrder() throws {
        let bank = (0..<5).map { record("r\($0)", $0 == 3 ? "find x" : "find y", "o\($0)") }
        let found = try ExampleSelector(BM25Retriever()).matches(
            for: [record("q", "x", "x")], in: bank, count: 4)[0]
        #expect(found.map(\.position) == [3, 0, 1, 2])
    }
}
