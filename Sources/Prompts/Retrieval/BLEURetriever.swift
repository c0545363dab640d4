/// The paper's choice: examples whose output is most like the record's own, by BLEU.
///
/// The bank's text is the candidate, the record's the reference. Records of the validation and
/// test splits, whose output production would not know, are compared by their queries.
package struct BLEURetriever: ExampleRetriever {
    /// Whether a record with the same output may be an example, as in the paper.
    ///
    /// It hands the
    /// record its answer. A record with the same query stays out either way.
    package var allowsSameOutput: Bool

    package init(allowsSameOutput: Bool = false) { self.allowsSameOutput = allowsSameOutput }

    package var name: String { "bleu" }
    package var settingsText: String {
        "order 4, add-one above 1, same output \(allowsSameOutput ? "allowed" : "left out")"
    }

    package func ranking(
        of records: [PromptRecord], in bank: [PromptRecord], count: Int
    ) -> [[Int]] {
        guard count > 0 else { return records.map { _ in [] } }
        let usable = bank.indices.filter { !bank[$0].isHeldOut }
        let keys = usable.map { TwinKey(bank[$0]) }
        var outputs = records.contains { !$0.isHeldOut } ? scorer(bank, usable, \.output) : nil
        var queries = records.contains(where: \.isHeldOut) ? scorer(bank, usable, \.query) : nil
        return records.map { record in
            let key = TwinKey(record)
            let scores =
                record.isHeldOut
                ? queries?.scores(reference: BLEUScore.tokens(of: record.query))
                : outputs?.scores(reference: BLEUScore.tokens(of: record.output))
            guard let scores else { return [] }
            let open = usable.indices.filter {
                bank[usable[$0]].id != record.id && keys[$0].query != key.query
                    && (allowsSameOutput || record.isHeldOut || keys[$0].output != key.output)
            }
            return Self.best(count, of: open, scores).map { usable[$0] }
        }
    }

    private func scorer(
        _ bank: [PromptRecord], _ usable: [Int], _ text: KeyPath<PromptRecord, String>
    ) -> NGramScorer {
        var index = NGramIndex()
        for position in usable { index.append(BLEUScore.tokens(of: bank[position][keyPath: text])) }
        return NGramScorer(index: index)
    }

    /// The first of a full sort by score, then by order, without sorting all.
    private static func best(_ count: Int, of positions: [Int], _ scores: [Double]) -> [Int] {
        var best: [Int] = []
        for position in positions {
            if best.count == count, let last = best.last, scores[position] <= scores[last] {
                continue
            }
            // Behind all of at least its score: an equal one that came earlier stays ahead.
            var place = best.count
            while place > 0, scores[best[place - 1]] < scores[position] { place -= 1 }
            best.insert(position, at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}

/// What makes two records twins: letter case and white space do not count.
struct TwinKey: Equatable {
    let query: String
    let output: String

    init(_ record: PromptRecord) {
        query = Self.normalised(record.query)
        output = Self.normalised(record.output)
    }

    static func normalised(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
