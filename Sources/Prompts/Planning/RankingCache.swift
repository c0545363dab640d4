/// What a ranking of examples depends on.
package struct RankingKey: Sendable, Hashable {
    /// SHA-256 over ids, splits, queries and (where they may be looked at) outputs of bank and
    /// records, in their order.
    package var contentHash: String
    package var retriever: String
    /// With the state of what it works with, such as a model's files.
    package var settings: String
    /// Most examples a record.
    package var count: Int

    package init(
        records: [PromptRecord], bank: [PromptRecord], selector: ExampleSelector, count: Int
    ) {
        var hash = SHA256()
        for list in [bank, records] {
            hash.update("\(list.count)\n".utf8)
            for record in list {
                for text in [
                    record.id, record.isHeldOut ? "held out" : "", record.query,
                    // An output that does not count must not part what is equal.
                    record.isHeldOut ? "" : record.output,
                ] {
                    // Lengths keep neighbouring texts apart.
                    hash.update("\(text.utf8.count) ".utf8)
                    hash.update(text.utf8)
                }
            }
        }
        contentHash = hash.finish()
        retriever = selector.name
        let state = selector.retriever.stateText
        settings = selector.settingsText + (state.isEmpty ? "" : ", \(state)")
        self.count = count
    }
}

/// Keeps rankings: a model may have worked minutes for one.
package protocol RankingCache: Sendable {
    /// For each record positions in the bank; nil where the ranking is not known.
    func ranking(for key: RankingKey) throws -> [[Int]]?
    func store(_ ranking: [[Int]], for key: RankingKey) throws
}
