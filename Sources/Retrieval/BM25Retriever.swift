import Prompts

/// Examples whose query (or output) shares rare words with the record's, by Okapi BM25.
///
/// Words are those of SQLite FTS5's tokenizer `unicode61`: runs of letters and digits, without case
/// and accents. The score is that of FTS5's own `bm25()`: with n of N texts holding a word, f times
/// this one, which has D words where the mean is A, each word of the query counts once with
///
///     idf · f (k1 + 1) / (f + k1 (1 - b + b D / A)),  idf = ln((N - n + 0.5) / (n + 0.5))
///
/// where an idf that is not above 0 is 1e-6. Source: https://sqlite.org/fts5.html#the_bm25_function
package struct BM25Retriever: ExampleRetriever {
    /// How soon a word's further occurrences stop to count.
    static let k1 = 1.2
    /// How much long texts are marked down, from 0 to 1.
    static let b = 0.75
    private static let smallestIDF = 1e-6

    /// What training records are compared by.
    package let compared: ComparedText

    package init(on compared: ComparedText = .query) { self.compared = compared }

    package var name: String { "bm25" }
    package var settingsText: String {
        "on \(compared.rawValue), \(WordIndex.tokenizer), k1 \(Self.k1), b \(Self.b)"
    }

    package func matches(
        for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
    ) throws -> [[ExampleMatch]] {
        var found = [[ExampleMatch]](repeating: [], count: probes.count)
        for text in ComparedText.allCases {
            let positions = probes.positions(comparedBy: text, wanted: compared)
            guard !positions.isEmpty else { continue }
            let asked = positions.map { probes[$0] }
            let index = try WordIndex(
                bank.entries.map { $0.text(text) }, asked: asked.map { $0.text(text) })
            let markdowns = index.wordCounts.map {
                Self.k1 * (1 - Self.b + Self.b * Double($0) / max(index.meanWordCount, 1e-9))
            }
            let lists = ProbeBlocks.map(asked.count) { range in
                var scores = [Double](repeating: 0, count: bank.count)
                return range.map {
                    Self.search(index, markdowns, $0, asked[$0], count, &scores)
                }
            }
            for (position, list) in zip(positions, lists) { found[position] = list }
        }
        return found
    }

    /// One query's best.
    ///
    /// `markdowns` is k1 (1 - b + b D / A) of each text; `scores` is zeros, one a text, and is so
    /// again afterwards.
    private static func search(
        _ index: WordIndex, _ markdowns: [Double], _ query: Int, _ probe: RetrievalProbe,
        _ count: Int, _ scores: inout [Double]
    ) -> [ExampleMatch] {
        var touched: [Int32] = []
        for word in index.words(ofQuery: query) {
            let postings = index.postings[Int(word)]
            let (total, holding) = (Double(index.textCount), Double(postings.count))
            let rarity = max(((total - holding + 0.5) / (holding + 0.5)).logarithm, smallestIDF)
            for posting in postings {
                let text = Int(posting.text)
                let frequency = Double(posting.count)
                if scores[text] == 0 { touched.append(posting.text) }
                scores[text] += rarity * frequency * (k1 + 1) / (frequency + markdowns[text])
            }
        }
        var top = TopMatches(for: probe, limit: count)
        for text in touched { top.add(Int(text), scores[Int(text)]) }
        // Where too few share a word, the others follow in the bank's order.
        for text in 0..<index.textCount where scores[text] == 0 {
            guard top.threshold == nil else { break }
            top.add(text, 0)
        }
        for text in touched { scores[Int(text)] = 0 }
        return top.found
    }
}
