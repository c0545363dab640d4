import Synchronization

/// The best examples for each record, ranked once for the largest number asked for.
struct ExampleRanking: Sendable {
    let count: Int
    private let input: PlanInput
    private let training: [[Int]]
    private let positions: [String: Int]
    /// Of records that are no training records; shared by the copies of a plan.
    private let others = RankingMemory()

    /// - Throws: what retriever and cache throw.
    init(input: PlanInput, count: Int) throws {
        self.input = input
        self.count = max(0, count)
        training = try Self.ranking(of: input.records, input, count: self.count)
        positions = Dictionary(
            input.records.enumerated().map { ($0.element.id, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Indices into the bank for a training record.
    func training(_ position: Int, count: Int) -> ArraySlice<Int> {
        training[position].prefix(max(0, count))
    }

    /// Indices into the bank for any records.
    /// - Throws: what retriever and cache throw.
    func ranking(of records: [PromptRecord], count wanted: Int) throws -> [[Int]] {
        guard wanted > 0 else { return records.map { _ in [] } }
        var result = [[Int]](repeating: [], count: records.count)
        var unknown: [Int] = []
        for (index, record) in records.enumerated() {
            if wanted <= count, let position = positions[record.id],
                input.records[position] == record
            {
                result[index] = Array(training[position].prefix(wanted))
            } else if let known = others.ranking(of: record, count: wanted) {
                result[index] = known
            } else {
                unknown.append(index)
            }
        }
        guard !unknown.isEmpty else { return result }
        let asked = unknown.map { records[$0] }
        // At the largest number, so that no stage ranks them once more.
        let largest = max(wanted, count)
        let found = try Self.ranking(of: asked, input, count: largest)
        others.keep(found, of: asked, count: largest)
        for (index, ranking) in zip(unknown, found) {
            result[index] = Array(ranking.prefix(wanted))
        }
        return result
    }

    private static func ranking(
        of records: [PromptRecord], _ input: PlanInput, count: Int
    ) throws -> [[Int]] {
        guard count > 0 else { return records.map { _ in [] } }
        let rank = {
            try input.selector.matches(for: records, in: input.bank, count: count).map {
                $0.map(\.position)
            }
        }
        guard let cache = input.rankingCache, input.selector.retriever.isRepeatable else {
            return try rank()
        }
        let key = RankingKey(
            records: records, bank: input.bank, selector: input.selector, count: count)
        if let known = try cache.ranking(for: key), known.count == records.count,
            known.allSatisfy({ $0.allSatisfy(input.bank.indices.contains) })
        {
            return known
        }
        let ranking = try rank()
        try cache.store(ranking, for: key)
        return ranking
    }
}

/// Rankings of records that were asked for before.
private final class RankingMemory: Sendable {
    /// What a record's ranking depends on.
    private struct Key: Hashable {
        let id: String
        let query: String
        /// Nil for a held-out record.
        let output: String?

        init(_ record: PromptRecord) {
            id = record.id
            query = record.query
            output = record.isHeldOut ? nil : record.output
        }
    }

    private let rankings = Mutex<[Key: (count: Int, positions: [Int])]>([:])

    func ranking(of record: PromptRecord, count: Int) -> [Int]? {
        rankings.withLock { rankings in
            guard let known = rankings[Key(record)], known.count >= count else { return nil }
            return Array(known.positions.prefix(count))
        }
    }

    func keep(_ found: [[Int]], of records: [PromptRecord], count: Int) {
        rankings.withLock { rankings in
            for (record, positions) in zip(records, found) {
                rankings[Key(record)] = (count, positions)
            }
        }
    }
}
