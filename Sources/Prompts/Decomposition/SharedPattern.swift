/// The text that many texts share: a head, segments in the middle, a tail.
struct SharedPattern: Equatable {
    typealias Bytes = ArraySlice<UInt8>

    var head: Bytes
    var middles: [Bytes]
    var tail: Bytes
    /// All texts are the same and the head is all of it.
    var isWhole: Bool

    /// Where a text follows the pattern.
    struct Match {
        var hasHead: Bool
        var hasTail: Bool
        /// Where each middle segment stands; nil where the text lacks it.
        var middles: [Range<Int>?]
        /// Between head and tail.
        var inner: Range<Int>

        var isComplete: Bool { hasHead && hasTail && !middles.contains(nil) }
    }

    func match(_ text: Bytes) -> Match {
        let hasHead = text.starts(with: head)
        let start = text.startIndex + (hasHead ? head.count : 0)
        let hasTail =
            text.endIndex - start >= tail.count && text.suffix(tail.count).elementsEqual(tail)
        let end = text.endIndex - (hasTail ? tail.count : 0)
        var cursor = start
        let places = middles.map { segment -> Range<Int>? in
            guard let place = TextTokens.firstIndex(of: segment, in: text[..<end], from: cursor)
            else { return nil }
            cursor = place + segment.count
            return place..<cursor
        }
        return Match(
            hasHead: hasHead && (!isWhole || head.count == text.count), hasTail: hasTail,
            middles: places, inner: start..<end)
    }

    /// The pattern cut down to what a further text has too.
    func refined(by text: Bytes) -> SharedPattern {
        var pattern = self
        pattern.isWhole = false
        let headCount = Self.commonHead(head, text)
        let rest = text.dropFirst(headCount)
        let tailCount = Self.commonTail(tail, rest)
        let middle = rest.dropLast(tailCount)
        pattern.head = head.prefix(headCount)
        pattern.tail = tail.suffix(tailCount)
        var segments = middles
        if headCount < head.count { segments.insert(head.dropFirst(headCount), at: 0) }
        if tailCount < tail.count { segments.append(tail.dropLast(tailCount)) }
        let probe = SharedPattern(head: [], middles: segments, tail: [], isWhole: false)
        pattern.middles =
            (probe.match(middle).isComplete ? segments : SharedSegments.find(segments, middle))
            .filter { TextTokens.wordCount($0) >= SharedSegments.leastWords }
        return pattern
    }

    /// How many varying pieces there are.
    var queryPieceCount: Int { isWhole ? 0 : middles.count + 1 }

    var byteCount: Int { head.count + tail.count + middles.reduce(0) { $0 + $1.count } }

    static func commonHead(_ one: Bytes, _ other: Bytes) -> Int {
        var count = 0
        for (a, b) in zip(one, other) {
            if a != b { break }
            count += 1
        }
        return count
    }

    static func commonTail(_ one: Bytes, _ other: Bytes) -> Int {
        var count = 0
        let most = min(one.count, other.count)
        while count < most, one[one.endIndex - 1 - count] == other[other.endIndex - 1 - count] {
            count += 1
        }
        return count
    }
}
