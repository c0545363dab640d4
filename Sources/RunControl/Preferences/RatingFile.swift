import Foundation
import JSONText
import Judging
import RunEvents

/// Pairs and their ratings as lines of JSON, to be rated with an editor or another program.
///
/// A line holds "record", "query", "left", "right" and "better", which is "left", "right", "tie" or,
/// before it is rated, null. Rated lines also say in "preferred" what that means: "query-only",
/// "full-prompt" or "tie".
package enum RatingFile {
    /// The pairs of a run whose answers differ.
    /// - Throws: `RunStoreError`.
    package static func text(_ pairs: [AnswerPair], book: RatingBook, seed: Int) throws -> String {
        try pairs.filter { !$0.isSame }.map { pair in
            let shown = ShownPair(pair, seed: seed)
            let preference = try book.preference(of: pair)
            var line = JSONObject([
                .init(key: "record", value: .string(pair.recordID)),
                .init(key: "query", value: .string(pair.query)),
                .init(key: "left", value: .string(shown.left)),
                .init(key: "right", value: .string(shown.right)),
                .init(
                    key: "better",
                    value: preference.map { .string(shown.choice($0).rawValue) } ?? .null),
            ])
            // Who rates in the file must not read there which side is which.
            if let preference { line.append("preferred", .string(name(preference))) }
            return JSONValue.object(line).text() + "\n"
        }.joined()
    }

    /// Writes the pairs of a run into a new file.
    /// - Throws: `RatingFileError.exists`, `.unwritable`, `RunStoreError`.
    package static func write(
        _ pairs: [AnswerPair], book: RatingBook, seed: Int, to file: URL
    ) throws {
        let text = try text(pairs, book: book, seed: seed)
        // The file may be one that somebody has rated for an hour and not read back yet.
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw RatingFileError.exists(path: file.path)
        }
        do {
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw RatingFileError.unwritable(path: file.path, reason: error.localizedDescription)
        }
    }

    /// What a file of ratings holds.
    package struct Reading {
        package var ratings: [(pair: AnswerPair, preference: Preference)] = []
        /// Lines without a rating.
        package var openCount = 0
    }

    /// Reads ratings of a run's pairs.
    /// - Throws: `RatingFileError.unreadable`, `.invalid` with all mistakes.
    package static func read(_ file: URL, pairs: [AnswerPair]) throws -> Reading {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw RatingFileError.unreadable(path: file.path, reason: error.localizedDescription)
        }
        let known = Dictionary(
            pairs.map { ($0.recordID, $0) }, uniquingKeysWith: { first, _ in first })
        var reading = Reading()
        var problems: [String] = []
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isJSONSpace) {
            do throws(LineProblem) {
                guard let rating = try rating(Array(line), known) else {
                    reading.openCount += 1
                    continue
                }
                reading.ratings.append(rating)
            } catch {
                problems.append("\(file.lastPathComponent):\(index + 1): \(error.text)")
            }
        }
        guard problems.isEmpty else {
            throw RatingFileError.invalid(path: file.path, problems: problems)
        }
        return reading
    }

    // MARK: Lines

    private struct LineProblem: Error { let text: String }

    /// Nil for a line without a rating.
    private static func rating(
        _ bytes: [UInt8], _ known: [String: AnswerPair]
    ) throws(LineProblem) -> (pair: AnswerPair, preference: Preference)? {
        guard let line = try? JSONValue.parse(bytes), line.objectValue != nil else {
            throw LineProblem(text: "The line is no JSON object.")
        }
        guard let id = line["record"]?.stringValue else {
            throw LineProblem(text: "\"record\" is missing.")
        }
        guard let pair = known[id] else {
            throw LineProblem(text: "The run has no pair of answers to the record \"\(id)\".")
        }
        if let word = line["better"], !word.isNull {
            guard let choice = word.stringValue.flatMap(ShownPair.Choice.init) else {
                throw LineProblem(
                    text: "\"better\" is neither \"left\", \"right\" nor \"tie\".")
            }
            return (pair, try shown(line, pair).preference(choice))
        }
        guard let word = line["preferred"], !word.isNull else { return nil }
        guard let name = word.stringValue, let preference = preference(name) else {
            throw LineProblem(
                text: "\"preferred\" is neither \"query-only\", \"full-prompt\" nor \"tie\".")
        }
        return (pair, preference)
    }

    /// Which side is which, told by the texts: the seed may have been another one.
    private static func shown(
        _ line: JSONValue, _ pair: AnswerPair
    ) throws(LineProblem) -> ShownPair {
        guard let left = line["left"]?.stringValue, let right = line["right"]?.stringValue else {
            throw LineProblem(
                text: "\"left\" or \"right\" is missing, so that \"better\" says nothing.")
        }
        // By bytes: answers may differ in nothing but how a letter with an accent is spelled.
        let sides = [left, right].map { Array($0.utf8) }
        let answers = [pair.first, pair.second].map { Array($0.utf8) }
        if sides == answers { return ShownPair(pair, isExchanged: false) }
        if sides == answers.reversed() { return ShownPair(pair, isExchanged: true) }
        throw LineProblem(
            text: "\"left\" and \"right\" are not the answers of this run to \"\(pair.recordID)\".")
    }

    private static func name(_ preference: Preference) -> String {
        switch preference {
        case .first: PromptArm.queryOnly.rawValue
        case .second: PromptArm.fullPrompt.rawValue
        case .tie: Preference.tie.rawValue
        }
    }

    private static func preference(_ name: String) -> Preference? {
        Preference.allCases.first { self.name($0) == name }
    }
}

extension UInt8 {
    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
