/// What becomes of the matches when a text is split at them.
///
/// The raw values are the file's words.
enum SplitBehavior: String, Sendable {
    case isolated = "Isolated"
    case removed = "Removed"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    /// A stretch of the text and whether it is a match.
    struct Stretch {
        var range: Range<Int>
        var isMatch: Bool
    }

    /// The pieces that the stretches, which cover the text in order, become.
    func pieces(of stretches: [Stretch], _ body: (Range<Int>) -> Void) {
        switch self {
        case .isolated:
            for stretch in stretches { body(stretch.range) }
        case .removed:
            for stretch in stretches where !stretch.isMatch { body(stretch.range) }
        case .contiguous:
            var wasMatch = false
            join(stretches, body) { stretch in
                defer { wasMatch = stretch.isMatch }
                return stretch.isMatch == wasMatch
            }
        case .mergedWithPrevious:
            var wasMatch = false
            join(stretches, body) { stretch in
                defer { wasMatch = stretch.isMatch }
                return stretch.isMatch && !wasMatch
            }
        case .mergedWithNext:
            mergeWithNext(stretches, body)
        }
    }

    /// Joins each stretch of which `isJoined` holds to what comes before it.
    private func join(
        _ stretches: [Stretch], _ body: (Range<Int>) -> Void, isJoined: (Stretch) -> Bool
    ) {
        var current: Range<Int>?
        for stretch in stretches {
            if isJoined(stretch), let before = current {
                current = before.lowerBound..<stretch.range.upperBound
            } else {
                if let current { body(current) }
                current = stretch.range
            }
        }
        if let current { body(current) }
    }

    private func mergeWithNext(_ stretches: [Stretch], _ body: (Range<Int>) -> Void) {
        // Seen from the end, a match joins the stretch behind it unless that is a match too.
        var pieces: [Range<Int>] = []
        var wasMatch = false
        for stretch in stretches.reversed() {
            if stretch.isMatch, !wasMatch, let next = pieces.last {
                pieces[pieces.count - 1] = stretch.range.lowerBound..<next.upperBound
            } else {
                pieces.append(stretch.range)
            }
            wasMatch = stretch.isMatch
        }
        for piece in pieces.reversed() { body(piece) }
    }
}
