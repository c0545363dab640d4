/// A piece of a message whose kind a correction has said.
struct TextMark: Equatable, Comparable {
    /// Which of the prompt's messages.
    var turn: Int
    /// In bytes of the message.
    var range: Range<Int>
    var kind: SpanKind
    /// An index into the corrections.
    var correction: Int
    /// Whether it holds for this record alone, and so says nothing of the template.
    var isOwn = false

    static func < (left: TextMark, right: TextMark) -> Bool {
        (left.turn, left.range.lowerBound, left.range.upperBound, left.correction)
            < (right.turn, right.range.lowerBound, right.range.upperBound, right.correction)
    }

    func overlaps(_ other: TextMark) -> Bool {
        turn == other.turn && range.overlaps(other.range)
    }

    /// Sorted marks without overlaps; of two that overlap the first goes on to the end of both.
    static func united(_ marks: [TextMark]) -> [TextMark] {
        marks.reduce(into: []) { result, mark in
            if let last = result.indices.last, result[last].overlaps(mark) {
                let end = max(result[last].range.upperBound, mark.range.upperBound)
                result[last].range = result[last].range.lowerBound..<end
            } else {
                result.append(mark)
            }
        }
    }

    /// What is left of the mark outside of others.
    func without(_ others: [TextMark]) -> [TextMark] {
        others.reduce([self]) { pieces, other in
            pieces.flatMap { piece -> [TextMark] in
                guard piece.overlaps(other) else { return [piece] }
                let before =
                    piece.range
                    .lowerBound..<max(
                        piece.range.lowerBound, other.range.lowerBound)
                let after =
                    min(
                        piece.range.upperBound, other.range.upperBound)..<piece.range.upperBound
                return [before, after].filter { !$0.isEmpty }.map {
                    TextMark(
                        turn: turn, range: $0, kind: kind, correction: correction, isOwn: isOwn)
                }
            }
        }
    }

    /// Sorted marks with the white space that belongs to them, and neighbours of one correction as
    /// one.
    ///
    /// A separator goes with the text before it, so that it is gone when that is gone. Behind a
    /// query it belongs to what follows, since production's prompt ends with the query.
    static func joined(_ marks: [TextMark], _ texts: [String]) -> [TextMark] {
        var result: [TextMark] = []
        for (index, mark) in marks.enumerated() {
            let next = index + 1 < marks.count ? marks[index + 1] : nil
            let end = texts[mark.turn].utf8.count
            let limit = next?.turn == mark.turn ? next?.range.lowerBound ?? end : end
            let start = mark.range.upperBound
            let space = texts[mark.turn].utf8.dropFirst(start).prefix { TextTokens.isSpace($0) }
            let spaceEnd = min(limit, start + space.count)
            var mark = mark
            let isFollowedBySame =
                spaceEnd == limit && next?.correction == mark.correction
                && next?.turn == mark.turn
            if mark.kind != .query || isFollowedBySame {
                mark.range = mark.range.lowerBound..<spaceEnd
            }
            if let last = result.indices.last, result[last].correction == mark.correction,
                result[last].turn == mark.turn,
                result[last].range.upperBound == mark.range.lowerBound
            {
                result[last].range = result[last].range.lowerBound..<mark.range.upperBound
            } else {
                result.append(mark)
            }
        }
        return result
    }
}
