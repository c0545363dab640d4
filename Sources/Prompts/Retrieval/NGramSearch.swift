import Foundation

/// Finds the texts of an index with the greatest BLEU against a reference, exactly, and without
/// scoring all of them.
///
/// Term at a time, in the manner of MaxScore (Turtle and Flood 1995). Tokens that most texts hold
/// ("-", ".") have long lists and say little: their lists are not walked. What they could add
/// bounds from above what a text can score, and only texts whose bound reaches the worst of the
/// best so far are scored, then with all their tokens. Bounds rest on this: clipped matches of
/// order n are never more than those of order n-1, as each shares its head with one of them, and
/// never more than the shorter text has n-grams.
///
/// One value serves one thread, for one reference after the other.
struct NGramSearch: Sendable {
    private let index: NGramIndex
    /// Texts by their number of tokens, in rising order each.
    private let textsByLength: [(length: Int, texts: [Int32])]
    /// Postings from which on a token's list is not walked.
    private let longList: Int
    /// Clipped matches by text and order, as far as lists were walked; zero between searches.
    private var matches: [SIMD4<Int32>]
    private var touched: [Int32] = []
    /// A number a length: what turns the product of smoothed matches into the score's 4th power.
    private var weights: [Double]

    /// Share of the texts that a token may be in and still have its list walked.
    private static let longListShare = 8
    /// Rounding of the bound must not cost a text its place.
    private static let slack = 1 + 1e-9

    init(index: NGramIndex) {
        self.index = index
        let lengths = Dictionary(grouping: index.tokenCounts.indices) { index.tokenCounts[$0] }
        textsByLength = lengths.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.map(Int32.init))
        }
        longList = max(1, index.tokenCounts.count / Self.longListShare)
        matches = [SIMD4<Int32>](repeating: .zero, count: index.tokenCounts.count)
        weights = [Double](repeating: 0, count: (textsByLength.last?.length ?? 0) + 1)
    }

    /// Adds the best texts to `top`, which has room for at least one.
    mutating func search(_ reference: [String], into top: inout TopMatches) {
        let unwalked = walk(reference)
        let rest = Int(unwalked.reduce(0) { $0 + $1.wanted })
        setWeights(reference.count)
        // A first threshold from the texts that promise most.
        var first = TopTexts(limit: Self.firstCount)
        var bounds = [Double](repeating: 0, count: touched.count)
        for (at, text) in touched.enumerated() {
            let bound = bound(Int(text), rest: rest, referenceCount: reference.count)
            bounds[at] = bound
            first.add(text, bound)
        }
        for text in first.texts { score(text, unwalked, reference.count, &top) }
        let scored = Set(first.texts)
        for (at, text) in touched.enumerated() where !scored.contains(text) {
            guard reaches(bounds[at], top) else { continue }
            score(text, unwalked, reference.count, &top)
        }
        scoreUntouched(rest: rest, unwalked, reference.count, &top)
        for text in touched { matches[Int(text)] = .zero }
        touched.removeAll(keepingCapacity: true)
    }

    /// Texts that are scored before any other.
    private static let firstCount = 16

    // MARK: Parts

    private typealias Term = (id: Int32, wanted: Int32)

    /// Counts matches over the lists that are not long, and tells which are.
    private mutating func walk(_ reference: [String]) -> [Term] {
        var unwalked: [Term] = []
        for (id, wanted) in index.counts(of: reference) {
            let column = Int(index.orders[Int(id)]) - 1
            let list = index.postings[Int(id)]
            // Matches of higher orders bound those above them, so only tokens are left out.
            if column == 0, list.count >= longList {
                unwalked.append((id, wanted))
                continue
            }
            list.withUnsafeBufferPointer { list in
                matches.withUnsafeMutableBufferPointer { matches in
                    for posting in list {
                        let text = Int(posting.text)
                        if matches[text] == .zero { touched.append(posting.text) }
                        matches[text][column] += min(wanted, posting.count)
                    }
                }
            }
        }
        return unwalked
    }

    /// The score's 4th power for a length is the product of the smoothed matches times its weight.
    private mutating func setWeights(_ referenceCount: Int) {
        for (length, _) in textsByLength where length > 0 {
            let count = Double(length)
            var weight = 1 / count
            for order in 1..<BLEUScore.order { weight /= max(0, count - Double(order)) + 1 }
            if length < referenceCount {
                weight *= exp(Double(BLEUScore.order) * (1 - Double(referenceCount) / count))
            }
            weights[length] = weight
        }
    }

    /// The 4th power of a score that the text cannot exceed.
    private func bound(_ text: Int, rest: Int, referenceCount: Int) -> Double {
        let length = index.tokenCounts[text]
        let counts = matches[text]
        let tokens = min(Int(counts[0]) + rest, length, referenceCount)
        return Double(tokens) * Double(counts[1] + 1) * Double(counts[2] + 1)
            * Double(counts[3] + 1) * weights[length]
    }

    private func reaches(_ bound: Double, _ top: TopMatches) -> Bool {
        guard let threshold = top.threshold else { return true }
        let square = threshold * threshold
        return bound * Self.slack >= square * square
    }

    private func score(
        _ text: Int32, _ unwalked: [Term], _ referenceCount: Int, _ top: inout TopMatches
    ) {
        var counts = matches[Int(text)]
        for term in unwalked { counts[0] += min(term.wanted, index.count(of: term.id, in: text)) }
        top.add(
            Int(text),
            BLEUScore.score(
                matches: (counts[0], counts[1], counts[2], counts[3]),
                candidateCount: index.tokenCounts[Int(text)], referenceCount: referenceCount))
    }

    /// Texts of which no walked list tells: they share single tokens at most.
    private func scoreUntouched(
        rest: Int, _ unwalked: [Term], _ referenceCount: Int, _ top: inout TopMatches
    ) {
        for (length, texts) in textsByLength {
            let bound = Double(min(rest, length, referenceCount)) * weights[length]
            for text in texts where matches[Int(text)] == .zero {
                guard reaches(bound, top) else { break }
                score(text, unwalked, referenceCount, &top)
            }
        }
    }
}

/// The texts of the greatest bounds.
private struct TopTexts {
    let limit: Int
    private(set) var texts: [Int32] = []
    private var bounds: [Double] = []

    init(limit: Int) { self.limit = limit }

    mutating func add(_ text: Int32, _ bound: Double) {
        if texts.count == limit {
            guard bound > bounds[limit - 1] else { return }
            texts.removeLast()
            bounds.removeLast()
        }
        var place = bounds.count
        while place > 0, bounds[place - 1] < bound { place -= 1 }
        texts.insert(text, at: place)
        bounds.insert(bound, at: place)
    }
}
