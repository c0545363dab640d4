import Foundation

/// A regular expression over a message, with answers in bytes.
///
/// ICU's, since a log has half a gigabyte of text and Swift's own takes minutes for it.
struct TextPattern: Sendable {
    /// A search in one message is given up after so long: repetitions inside repetitions may take
    /// longer than anybody waits.
    private static let timeLimit = Duration.seconds(2)
    private static let reportsPerLook = 16

    private let expression: NSRegularExpression

    /// A search that does not come to an end.
    struct TooSlow: Error {}

    /// - Throws: A text that says what is wrong.
    init(_ pattern: String) throws(Reason) {
        do {
            expression = try NSRegularExpression(
                pattern: pattern, options: [.dotMatchesLineSeparators, .anchorsMatchLines])
        } catch {
            throw Reason(text: "ICU cannot read it.")
        }
    }

    var groupCount: Int { expression.numberOfCaptureGroups }

    struct Reason: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    /// One place with its groups; a group that takes no part is nil.
    struct Match {
        var range: Range<Int>
        var groups: [Range<Int>?]
    }

    /// All places in order, in bytes of the text.
    func matches(in text: String) throws(TooSlow) -> [Match] {
        var found: [NSTextCheckingResult] = []
        var isTooSlow = false
        var reports = 0
        let end = ContinuousClock.now + Self.timeLimit
        let whole = NSRange(location: 0, length: text.utf16.count)
        expression.enumerateMatches(in: text, options: [.reportProgress], range: whole) {
            result, _, stop in
            if let result {
                found.append(result)
                return
            }
            // There is a report for each place of a text, and a look at the clock takes longer.
            reports += 1
            if reports.isMultiple(of: Self.reportsPerLook), ContinuousClock.now > end {
                isTooSlow = true
                stop.pointee = true
            }
        }
        if isTooSlow { throw TooSlow() }
        return found.map { result in
            Match(
                range: Self.bytes(result.range, text) ?? 0..<0,
                groups: (1..<max(1, result.numberOfRanges)).map {
                    Self.bytes(result.range(at: $0), text)
                })
        }
    }

    private static func bytes(_ range: NSRange, _ text: String) -> Range<Int>? {
        guard range.location != NSNotFound else { return nil }
        let start = text.utf16.index(text.startIndex, offsetBy: range.location)
        let end = text.utf16.index(start, offsetBy: range.length)
        let lower = text.utf8.distance(from: text.startIndex, to: start)
        return lower..<lower + text.utf8.distance(from: start, to: end)
    }
}
