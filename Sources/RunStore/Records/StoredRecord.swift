import Foundation
import GRDB
import RunEvents

/// A row of one table.
///
/// Points in time are stored as seconds since 1970, which `STRICT` tables can check and SQL can
/// compare.
package protocol StoredRecord: FetchableRecord, PersistableRecord, Sendable {}

extension StoredRecord {
    package static func databaseDateEncodingStrategy(
        for column: String
    ) -> DatabaseDateEncodingStrategy { .timeIntervalSince1970 }

    package static func databaseDateDecodingStrategy(
        for column: String
    ) -> DatabaseDateDecodingStrategy { .timeIntervalSince1970 }
}

extension Row {
    /// The number; NaN where SQLite has NULL, which is how it keeps NaN.
    func number(_ column: String) -> Double { self[column] ?? .nan }

    func date(_ column: String) -> Date { Date(timeIntervalSince1970: self[column]) }

    /// The word as one of an enumeration's; throws for one that a later version may have written.
    func word<Word: RawRepresentable>(_ column: String, _: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        let text: String = self[column]
        guard let word = Word(rawValue: text) else {
            throw DatabaseError(
                resultCode: .SQLITE_MISMATCH, message: "column \(column) holds \"\(text)\"")
        }
        return word
    }

    /// The columns `metric` and `score`, which are NULL together.
    func metricScore() throws -> MetricScore? {
        guard let value: Double = self["score"] else { return nil }
        return MetricScore(metric: try word("metric"), value: value)
    }
}

extension String {
    /// The text without zero bytes, at which SQLite's text functions would cut it; each becomes the
    /// visible symbol for it.
    var storable: String {
        utf8.contains(0) ? replacing("\0", with: "\u{2400}") : self
    }
}
