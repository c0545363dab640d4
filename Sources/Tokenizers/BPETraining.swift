import HeapModule

/// A training at work: words as sequences of ids, and counts of neighbours that are kept up to date
/// from merge to merge rather than counted anew.
struct BPETraining {
    /// A distinct piece of the texts.
    struct Word {
        var bytes: ArraySlice<UInt8>
        var count = 1

        init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }
    }

    private struct Pair: Hashable, Comparable {
        var left: Int32
        var right: Int32

        static func < (one: Pair, other: Pair) -> Bool {
            (one.left, one.right) < (other.left, other.right)
        }
    }

    /// A pair with its count at the time of entering; the greatest is the next to merge.
    private struct Candidate: Comparable {
        var count: Int
        var pair: Pair

        static func < (one: Candidate, other: Candidate) -> Bool {
            one.count != other.count ? one.count < other.count : one.pair > other.pair
        }
    }

    private(set) var tokens: [String]
    private(set) var merges: [TrainedBPE.Merge] = []
    /// Strings will do as keys: no two strings of the byte alphabet are canonically equivalent.
    private var idOfToken: [String: Int32] = [:]

    private let firstID: Int32
    private let minimumPairCount: Int
    private var words: [[Int32]]
    private let wordCounts: [Int]
    private var pairCounts: [Pair: Int] = [:]
    /// Words that held the pair when it was noted; they may have lost it since.
    private var places: [Pair: [Int32]] = [:]
    private var queue = Heap<Candidate>()

    /// The id of the next token.
    var nextID: Int { Int(firstID) + tokens.count }

    init(words: [Word], firstID: Int32, minimumPairCount: Int) {
        self.firstID = firstID
        self.minimumPairCount = max(minimumPairCount, 1)
        // The library sorts the alphabet by scalar.
        let order = (0..<256).sorted { ByteAlphabet.scalars[$0] < ByteAlphabet.scalars[$1] }
        var idOfByte = [Int32](repeating: 0, count: 256)
        for (place, byte) in order.enumerated() { idOfByte[byte] = firstID + Int32(place) }
        tokens = order.map { String(ByteAlphabet.scalars[$0]) }
        self.words = words.map { $0.bytes.map { idOfByte[Int($0)] } }
        wordCounts = words.map(\.count)
        for (index, word) in self.words.enumerated() {
            for (left, right) in zip(word, word.dropFirst()) {
                note(Pair(left: left, right: right), Int32(index))
            }
        }
        queue = Heap(pairCounts.map { Candidate(count: $0.value, pair: $0.key) })
    }

    /// Merges the pair that occurs most often.
    /// - Returns: False when no pair occurs often enough.
    mutating func mergeBestPair() -> Bool {
        while let top = queue.popMax() {
            let count = pairCounts[top.pair] ?? 0
            if count < minimumPairCount { continue }
            guard count == top.count else {
                // Its count has sunk since it entered.
                if count < top.count { queue.insert(Candidate(count: count, pair: top.pair)) }
                continue
            }
            merge(top.pair)
            return true
        }
        return false
    }

    private mutating func merge(_ pair: Pair) {
        let left = tokens[Int(pair.left - firstID)]
        let right = tokens[Int(pair.right - firstID)]
        merges.append(.init(left: left, right: right))
        // Another pair may have made the same token before: "a bc" and "ab c".
        let id = idOfToken[left + right] ?? Int32(nextID)
        if Int(id) == nextID {
            tokens.append(left + right)
            idOfToken[left + right] = id
        }
        var changed: Set<Pair> = []
        var previous: Int32 = -1
        for place in places.removeValue(forKey: pair) ?? [] where place != previous {
            previous = place
            merge(pair, into: id, inWord: place, &changed)
        }
        pairCounts[pair] = nil
        for pair in changed {
            if let count = pairCounts[pair] { queue.insert(Candidate(count: count, pair: pair)) }
        }
    }

    private mutating func merge(
        _ pair: Pair, into id: Int32, inWord place: Int32, _ changed: inout Set<Pair>
    ) {
        let word = words[Int(place)]
        var result: [Int32] = []
        result.reserveCapacity(word.count)
        var index = 0
        while index < word.count {
            if word[index] == pair.left, index + 1 < word.count, word[index + 1] == pair.right {
                result.append(id)
                index += 2
            } else {
                result.append(word[index])
                index += 1
            }
        }
        guard result.count < word.count else { return }
        let count = wordCounts[Int(place)]
        for (left, right) in zip(word, word.dropFirst()) {
            pairCounts[Pair(left: left, right: right), default: 0] -= count
        }
        words[Int(place)] = result
        for (left, right) in zip(result, result.dropFirst()) {
            let pair = Pair(left: left, right: right)
            if left == id || right == id {
                note(pair, place)
                changed.insert(pair)
            } else {
                pairCounts[pair, default: 0] += count
            }
        }
    }

    private mutating func note(_ pair: Pair, _ place: Int32) {
        pairCounts[pair, default: 0] += wordCounts[Int(place)]
        if places[pair]?.last != place { places[pair, default: []].append(place) }
    }
}
