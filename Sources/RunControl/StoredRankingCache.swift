import Prompts
import RunStore

/// Rankings of examples in the history's file, so that the same data are ranked once ever.
struct StoredRankingCache: RankingCache {
    let store: RunStore

    func ranking(for key: RankingKey) throws -> [[Int]]? {
        guard
            let text = try store.exampleRanking(
                hash: key.contentHash, retriever: key.retriever, settings: key.settings,
                count: key.count)
        else { return nil }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.split(separator: " ").compactMap { Int($0) }
        }
    }

    func store(_ ranking: [[Int]], for key: RankingKey) throws {
        let lines = ranking.map { $0.map(String.init).joined(separator: " ") }
        try store.keepExampleRanking(
            lines.joined(separator: "\n"), hash: key.contentHash, retriever: key.retriever,
            settings: key.settings, count: key.count)
    }
}
