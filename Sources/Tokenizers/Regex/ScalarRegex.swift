/// A regular expression over Unicode scalars, compiled once and safe to share.
///
/// It stands in for Oniguruma, with which tokenizer files are written, and finds leftmost matches
/// with the first way of matching that succeeds. NSRegularExpression was not an option: it works on
/// UTF-16 and takes seconds for a megabyte.
package final class ScalarRegex: Sendable {
    /// The text that it was made from.
    package let pattern: String
    private let program: RegexProgram

    /// Compiles a pattern.
    /// - Throws: `RegexSyntaxError` for a construct that is malformed or not known.
    package init(_ pattern: String) throws {
        self.pattern = pattern
        var parser = RegexParser(pattern)
        program = RegexProgram(try parser.parse())
    }

    /// Calls the body with each match inside the range, which the pattern takes for the whole text.
    /// - Precondition: The range is valid UTF-8.
    package func forEachMatch(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        program.instructions.withUnsafeBufferPointer { instructions in
            program.bitmaps.withUnsafeBufferPointer { bitmaps in
                var matcher = RegexMatcher(
                    program: program, instructions: instructions, bitmaps: bitmaps, bytes: bytes,
                    range: range)
                var position = range.lowerBound
                while position < range.upperBound {
                    let stop = matcher.match(at: position)
                    if stop > position {
                        body(position..<stop)
                        position = stop
                    } else {
                        if stop == position { body(position..<stop) }
                        position += UTF8Scan.scalar(bytes, position).1
                    }
                }
            }
        }
    }

    /// The matches in a text, as text.
    package func matches(in text: String) -> [String] {
        var result: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            forEachMatch(in: bytes, 0..<bytes.count) {
                result.append(String(decoding: bytes[$0], as: UTF8.self))
            }
        }
        return result
    }
}

extension ScalarRegex {
    /// Calls the body with each match and with what lies between matches.
    func forEachPiece(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        var previous = range.lowerBound
        forEachMatch(in: bytes, range) { match in
            if previous < match.lowerBound { body(previous..<match.lowerBound) }
            if !match.isEmpty { body(match) }
            previous = match.upperBound
        }
        if previous < range.upperBound { body(previous..<range.upperBound) }
    }
}
