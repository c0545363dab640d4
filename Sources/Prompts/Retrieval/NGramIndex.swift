/// An inverted index: for each n-gram the texts that hold it, and how often.
struct NGramIndex {
    struct Posting {
        var text: Int32
        var count: Int32
    }

    /// An n-gram by the id of its head (the n-gram without its last token) and its last token.
    private struct Link: Hashable {
        var head: Int32
        var last: Int32
    }

    private var tokenIDs: [String: Int32] = [:]
    private var links: [Link: Int32] = [:]
    /// By n-gram id.
    private(set) var postings: [[Posting]] = []
    /// Order, from 1 to 4, by n-gram id.
    private(set) var orders: [UInt8] = []
    private(set) var tokenCounts: [Int] = []

    mutating func append(_ tokens: [String]) {
        let text = Int32(tokenCounts.count)
        tokenCounts.append(tokens.count)
        let ids = tokens.map { token in
            if let id = tokenIDs[token] { return id }
            let id = Int32(tokenIDs.count)
            tokenIDs[token] = id
            return id
        }
        for start in ids.indices {
            var head: Int32 = -1
            for order in 0..<min(BLEUScore.order, ids.count - start) {
                let link = Link(head: head, last: ids[start + order])
                let id: Int32
                if let known = links[link] {
                    id = known
                } else {
                    id = Int32(postings.count)
                    links[link] = id
                    postings.append([])
                    orders.append(UInt8(order + 1))
                }
                add(text, to: Int(id))
                head = id
            }
        }
    }

    /// The known n-grams of a text with their counts; what the index does not hold cannot match.
    func counts(of tokens: [String]) -> [Int32: Int32] {
        let ids = tokens.map { tokenIDs[$0] }
        var counts: [Int32: Int32] = [:]
        for start in ids.indices {
            var head: Int32 = -1
            for order in 0..<min(BLEUScore.order, ids.count - start) {
                guard let last = ids[start + order], let id = links[Link(head: head, last: last)]
                else { break }
                counts[id, default: 0] += 1
                head = id
            }
        }
        return counts
    }

    private mutating func add(_ text: Int32, to id: Int) {
        if let last = postings[id].indices.last, postings[id][last].text == text {
            postings[id][last].count += 1
        } else {
            postings[id].append(Posting(text: text, count: 1))
        }
    }
}

/// Scores all texts of an index against one reference after the other.
struct NGramScorer {
    private let index: NGramIndex
    /// Four counts a text, kept between calls to save the allocation.
    private var matches: [Int32]

    init(index: NGramIndex) {
        self.index = index
        matches = [Int32](repeating: 0, count: 4 * index.tokenCounts.count)
    }

    mutating func scores(reference: [String]) -> [Double] {
        for position in matches.indices { matches[position] = 0 }
        for (id, wanted) in index.counts(of: reference) {
            let column = Int(index.orders[Int(id)]) - 1
            for posting in index.postings[Int(id)] {
                matches[4 * Int(posting.text) + column] += min(wanted, posting.count)
            }
        }
        return index.tokenCounts.indices.map { text in
            let at = 4 * text
            return BLEUScore.score(
                matches: (matches[at], matches[at + 1], matches[at + 2], matches[at + 3]),
                candidateCount: index.tokenCounts[text], referenceCount: reference.count)
        }
    }
}
