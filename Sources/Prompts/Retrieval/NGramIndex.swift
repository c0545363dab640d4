/// An inverted index: for each n-gram the texts that hold it, and how often.
struct NGramIndex: Sendable {
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
    /// By n-gram id; each in rising order of texts.
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

    /// How often a text holds an n-gram.
    func count(of id: Int32, in text: Int32) -> Int32 {
        postings[Int(id)].withUnsafeBufferPointer { list in
            var low = 0
            var high = list.count
            while low < high {
                let middle = (low + high) / 2
                if list[middle].text < text { low = middle + 1 } else { high = middle }
            }
            return low < list.count && list[low].text == text ? list[low].count : 0
        }
    }

    private mutating func add(_ text: Int32, to id: Int) {
        if let last = postings[id].indices.last, postings[id][last].text == text {
            postings[id][last].count += 1
        } else {
            postings[id].append(Posting(text: text, count: 1))
        }
    }
}
