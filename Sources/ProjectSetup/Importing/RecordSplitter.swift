import Prompts

/// Deals records to training, validation and test.
///
/// Records with the same output or the same query (letter case and white space aside) stay
/// together, so that no held-out answer is learned by heart. Which group goes where is told by a
/// hash of its first id: neither the file's order nor the machine matters.
package struct RecordSplitter: Sendable {
    /// How many go where.
    package let shares: SplitShares

    /// A splitter for any number of data sets.
    package init(shares: SplitShares) { self.shares = shares }

    /// Gives each record its split; splits that records bring along hold.
    ///
    /// A record without one follows its twins that have one. The rest is dealt by the shares.
    /// - Returns: The records in their order.
    package func split(_ records: [PromptRecord]) -> [PromptRecord] {
        var records = records
        var open: [[Int]] = []
        for group in Self.groups(records) {
            let given = Set(group.compactMap { records[$0].split })
            guard !given.isEmpty else {
                open.append(group)
                continue
            }
            // Twins on both sides came so; training is where one more does no harm.
            let split = DataSplit.allCases.first { given.contains($0) }
            for index in group where records[index].split == nil { records[index].split = split }
        }
        deal(open, among: &records)
        return records
    }

    private func deal(_ groups: [[Int]], among records: inout [PromptRecord]) {
        let hash = SeededHash(seed: shares.seed)
        let keyed = groups.map { group in
            let id = group.map { records[$0].id }.min(by: Self.precedes) ?? ""
            return (hash: hash(id), id: id, group: group)
        }
        let ordered = keyed.sorted {
            $0.hash == $1.hash ? Self.precedes($0.id, $1.id) : $0.hash < $1.hash
        }
        let count = groups.reduce(0) { $0 + $1.count }
        // At least one record is left to train on, however large the shares.
        var test = min(Self.rounded(count, shares.test), max(0, count - 1))
        var validation = min(Self.rounded(count, shares.validation), max(0, count - 1 - test))
        for (_, _, group) in ordered {
            let split: DataSplit
            if group.count <= test {
                split = .test
                test -= group.count
            } else if group.count <= validation {
                split = .validation
                validation -= group.count
            } else {
                split = .train
            }
            for index in group { records[index].split = split }
        }
    }

    private static func rounded(_ count: Int, _ share: Double) -> Int {
        Int((Double(count) * share).rounded())
    }

    /// By bytes, which no locale changes.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    // MARK: Twins

    /// Positions of records that belong together, in the order of their first ones.
    private static func groups(_ records: [PromptRecord]) -> [[Int]] {
        var parents = Array(records.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index {
                parents[index] = parents[parents[index]]
                index = parents[index]
            }
            return index
        }
        for text in [\PromptRecord.output, \PromptRecord.query] {
            var first: [String: Int] = [:]
            for index in records.indices {
                let key = normalised(records[index][keyPath: text])
                guard let twin = first[key] else {
                    first[key] = index
                    continue
                }
                let (one, other) = (root(twin), root(index))
                parents[max(one, other)] = min(one, other)
            }
        }
        var members = [[Int]](repeating: [], count: records.count)
        for index in records.indices { members[root(index)].append(index) }
        return members.filter { !$0.isEmpty }
    }

    /// What twins have in common.
    static func normalised(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Held-out records whose output a training record has as well.
    package static func leakCount(_ records: [PromptRecord]) -> Int {
        let learned = Set(records.filter { $0.split == .train }.map { normalised($0.output) })
        return records.count {
            $0.split != .train && learned.contains(normalised($0.output))
        }
    }
}
