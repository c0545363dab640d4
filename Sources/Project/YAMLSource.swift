import Yams

/// A YAML text by the places that its parser reports.
///
/// Places are computed, not guessed at: where a value's extent is not certain the answer is nil,
/// and the caller refuses to edit.
struct YAMLSource {
    private(set) var scalars: [Unicode.Scalar]
    private var lineStarts: [Int]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        lineStarts = Self.lineStarts(scalars)
    }

    var text: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    var lineCount: Int { lineStarts.count }

    mutating func replace(_ range: Range<Int>, with text: String) {
        scalars.replaceSubrange(range, with: text.unicodeScalars)
        lineStarts = Self.lineStarts(scalars)
    }

    /// Where a mark points.
    func position(_ mark: Mark) -> Int? {
        guard (1...lineStarts.count).contains(mark.line) else { return nil }
        let position = lineStarts[mark.line - 1] + mark.column - 1
        return position <= scalars.count ? position : nil
    }

    /// The start of a line counted from 1; the end of the text after the last one.
    func start(ofLine line: Int) -> Int {
        line <= lineStarts.count ? lineStarts[line - 1] : scalars.count
    }

    /// A line without its break.
    func line(_ line: Int) -> ArraySlice<Unicode.Scalar> {
        scalars[start(ofLine: line)..<start(ofLine: line + 1)].prefix { !Self.isBreak($0) }
    }

    /// The place of a plain or quoted scalar that stands on one line.
    func extent(of scalar: Node.Scalar) -> Range<Int>? {
        guard let mark = scalar.mark, let start = position(mark), start < scalars.count else {
            return nil
        }
        switch scalar.style {
        case .plain:
            let end = start + scalar.string.unicodeScalars.count
            // An anchor, a tag or a folded line does not read as the value does.
            guard end <= scalars.count, end > start,
                scalars[start..<end].elementsEqual(scalar.string.unicodeScalars)
            else { return nil }
            return start..<end
        case .doubleQuoted: return quotedExtent(from: start, quote: "\"", escape: "\\")
        case .singleQuoted: return quotedExtent(from: start, quote: "'", escape: nil)
        default: return nil
        }
    }

    private func quotedExtent(
        from start: Int, quote: Unicode.Scalar, escape: Unicode.Scalar?
    ) -> Range<Int>? {
        guard scalars[start] == quote else { return nil }
        var position = start + 1
        while position < scalars.count, !Self.isBreak(scalars[position]) {
            if scalars[position] == escape {
                position += 2
            } else if scalars[position] != quote {
                position += 1
            } else if escape == nil, position + 1 < scalars.count, scalars[position + 1] == quote {
                position += 2
            } else {
                return start..<(position + 1)
            }
        }
        return nil
    }

    /// The lines after `line` that belong to a block value of a key indented by `indent`: up to the
    /// next key, without the blank lines and comments that lead to that.
    func blockEnd(afterLine line: Int, indent: Int) -> Int {
        var end = line + 1
        var next = line + 1
        while next <= lineCount {
            let content = self.line(next)
            let space = content.prefix { $0 == " " }.count
            let isBlank = content.allSatisfy { $0 == " " || $0 == "\t" }
            let isComment = content.dropFirst(space).first == "#"
            if !isBlank, space <= indent {
                guard isComment else { break }
            } else if !isBlank {
                end = next + 1
            }
            next += 1
        }
        return end
    }

    /// What YAML takes for the end of a line.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func lineStarts(_ scalars: [Unicode.Scalar]) -> [Int] {
        var starts = [0]
        for index in scalars.indices where isBreak(scalars[index]) {
            let isFirstOfTwo =
                scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isFirstOfTwo { starts.append(index + 1) }
        }
        return starts
    }
}
