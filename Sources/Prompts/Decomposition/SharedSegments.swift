/// Segments that a text has in common with given ones, in the same order: the longest first, then
/// on either side of it, as in Ratcliff and Obershelp's gestalt matching.
enum SharedSegments {
    /// Shorter ones are glue between varying pieces, not instructions.
    static let leastWords = 6
    /// Above this many comparisons lines are compared instead of words.
    private static let comparisonLimit = 20_000_000

    static func find(
        _ segments: [SharedPattern.Bytes], _ text: SharedPattern.Bytes
    ) -> [SharedPattern.Bytes] {
        var bounds = segments.map { TextTokens.bounds(of: $0) }
        var textBounds = TextTokens.bounds(of: text)
        let comparisons = bounds.reduce(0) { $0 + $1.count } * textBounds.count
        if comparisons > comparisonLimit {
            bounds = segments.map { TextTokens.lineBounds(of: $0) }
            textBounds = TextTokens.lineBounds(of: text)
        }
        var search = Search()
        for (segment, bounds) in zip(segments, bounds) { search.append(segment, bounds) }
        search.read(text, textBounds)
        search.find(0..<search.left.count, 0..<search.right.count)
        return search.found.map { range in
            let first = search.places[range.lowerBound]
            let last = search.places[range.upperBound - 1]
            return segments[first.segment][first.range.lowerBound..<last.range.upperBound]
        }
    }

    private struct Search {
        struct Place {
            var segment: Int
            var range: Range<Int>
        }

        var ids: [SharedPattern.Bytes: Int32] = [:]
        /// Token ids of all segments; -1 stands between two.
        var left: [Int32] = []
        var places: [Place] = []
        var right: [Int32] = []
        private var texts: [SharedPattern.Bytes] = []
        private(set) var found: [Range<Int>] = []

        mutating func append(_ segment: SharedPattern.Bytes, _ bounds: [Int]) {
            for (start, end) in zip(bounds, bounds.dropFirst()) {
                left.append(id(segment[start..<end]))
                places.append(Place(segment: texts.count, range: start..<end))
            }
            left.append(-1)
            places.append(Place(segment: texts.count, range: segment.endIndex..<segment.endIndex))
            texts.append(segment)
        }

        mutating func read(_ text: SharedPattern.Bytes, _ bounds: [Int]) {
            right = zip(bounds, bounds.dropFirst()).map { ids[text[$0..<$1]] ?? -2 }
        }

        /// A dictionary's slices are equal by content, wherever they stand.
        private mutating func id(_ token: SharedPattern.Bytes) -> Int32 {
            if let id = ids[token] { return id }
            let id = Int32(ids.count)
            ids[token] = id
            return id
        }

        mutating func find(_ lefts: Range<Int>, _ rights: Range<Int>) {
            guard let (start, other, count) = longest(lefts, rights) else { return }
            let first = places[start]
            let last = places[start + count - 1]
            let words = (start..<start + count).reduce(0) { $0 + wordCount(places[$1]) }
            guard words >= leastWords, first.segment == last.segment else { return }
            find(lefts.lowerBound..<start, rights.lowerBound..<other)
            found.append(start..<start + count)
            find(start + count..<lefts.upperBound, other + count..<rights.upperBound)
        }

        private func wordCount(_ place: Place) -> Int {
            TextTokens.wordCount(texts[place.segment][place.range])
        }

        /// The longest run of equal tokens, the first of several.
        private func longest(_ lefts: Range<Int>, _ rights: Range<Int>) -> (Int, Int, Int)? {
            var best = (start: 0, other: 0, count: 0)
            var row = [Int32](repeating: 0, count: rights.count + 1)
            for index in lefts {
                let token = left[index]
                var diagonal: Int32 = 0
                for column in 0..<rights.count {
                    let above = row[column + 1]
                    let length =
                        token >= 0 && token == right[rights.lowerBound + column] ? diagonal + 1 : 0
                    row[column + 1] = length
                    diagonal = above
                    if Int(length) > best.count {
                        best = (
                            index - Int(length) + 1, rights.lowerBound + column - Int(length) + 1,
                            Int(length)
                        )
                    }
                }
            }
            return best.count > 0 ? best : nil
        }
    }
}
