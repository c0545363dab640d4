/// Counts the n-grams that a hypothesis shares with its references.
///
/// Keeps its tables from segment to segment, since making them would cost more than the counting.
struct BLEUCounter {
    private let tokenizer: BLEUTokenizer
    private let isLowercased: Bool
    private let maximumOrder: Int

    private var words = SymbolTrie()
    private var nGrams = SymbolTrie()
    /// By n-gram: occurrences in the text that is read now.
    private var counts: [Int32] = []
    /// By n-gram: the most occurrences in one of the references.
    private var most: [Int32] = []

    init(tokenizer: BLEUTokenizer, isLowercased: Bool, maximumOrder: Int) {
        self.tokenizer = tokenizer
        self.isLowercased = isLowercased
        self.maximumOrder = maximumOrder
    }

    /// The statistics of one segment.
    mutating func statistics(_ hypothesis: String, _ references: [String]) -> BLEUStatistics {
        words.removeAll()
        nGrams.removeAll()
        counts.removeAll(keepingCapacity: true)
        most.removeAll(keepingCapacity: true)
        var lengths: [Int] = []
        for reference in references {
            let tokens = tokens(of: reference)
            lengths.append(tokens.count)
            forEachNGram(of: tokens) { counter, nGram, _ in
                counter.counts[nGram] += 1
                counter.most[nGram] = max(counter.most[nGram], counter.counts[nGram])
            }
            for index in counts.indices { counts[index] = 0 }
        }
        let tokens = tokens(of: hypothesis)
        var statistics = BLEUStatistics(maximumOrder: maximumOrder)
        forEachNGram(of: tokens) { counter, nGram, order in
            counter.counts[nGram] += 1
            statistics.totals[order] += 1
            // Clipping: an occurrence beyond what a reference has is no match.
            if counter.counts[nGram] <= counter.most[nGram] { statistics.matches[order] += 1 }
        }
        statistics.hypothesisLength = tokens.count
        statistics.referenceLength =
            lengths.min { (abs($0 - tokens.count), $0) < (abs($1 - tokens.count), $1) } ?? 0
        return statistics
    }

    /// The numbers of a text's words.
    private mutating func tokens(of text: String) -> [UInt32] {
        let cased = isLowercased ? PythonCharacter.lowercased(text) : text
        var tokens: [UInt32] = []
        var word = SymbolTrie.root
        for scalar in tokenizer.separated(cased.unicodeScalars.map(\.value)) {
            if PythonCharacter.isSpace(scalar) {
                if word != SymbolTrie.root { tokens.append(UInt32(word)) }
                word = SymbolTrie.root
            } else {
                word = words.child(of: word, scalar)
            }
        }
        if word != SymbolTrie.root { tokens.append(UInt32(word)) }
        return tokens
    }

    /// Calls `body` with each n-gram's number and its order counted from 0.
    private mutating func forEachNGram(
        of tokens: [UInt32], _ body: (inout Self, Int, Int) -> Void
    ) {
        for start in tokens.indices {
            var nGram = SymbolTrie.root
            for order in 0..<min(maximumOrder, tokens.count - start) {
                nGram = nGrams.child(of: nGram, tokens[start + order])
                if Int(nGram) == counts.count {
                    counts.append(0)
                    most.append(0)
                }
                body(&self, Int(nGram), order)
            }
        }
    }
}
