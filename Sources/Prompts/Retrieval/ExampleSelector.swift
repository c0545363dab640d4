/// Chooses examples by a retriever and keeps the rules against leaks, whatever the retriever does.
///
/// Held-out records of the bank are taken away before the retriever sees it, outputs of held-out
/// records are not handed to it, and what it returns is checked against the barred positions:
/// never the record itself and never a twin of it (same query, or same output unless that is
/// allowed), in the sense of letters without case and white space.
package struct ExampleSelector: Sendable {
    package let retriever: any ExampleRetriever
    /// Whether a record with the same output may be an example, as in the paper.
    ///
    /// It hands the record its answer. A record with the same query stays out either way.
    package let allowsSameOutput: Bool

    package init(_ retriever: any ExampleRetriever, allowsSameOutput: Bool = false) {
        self.retriever = retriever
        self.allowsSameOutput = allowsSameOutput
    }

    package var name: String { retriever.name }
    /// All settings that change the result, in one fixed spelling.
    package var settingsText: String {
        retriever.settingsText + ", same output \(allowsSameOutput ? "allowed" : "left out")"
    }

    /// The best examples for each record, best first.
    ///
    /// - Parameters:
    ///   - records: of any split.
    ///   - bank: of any split; held-out records in it are passed over.
    ///   - count: the most examples a record.
    /// - Returns: positions in `bank` with their scores, fewer than `count` where there are no more.
    /// - Throws: what the retriever throws.
    package func matches(
        for records: [PromptRecord], in bank: [PromptRecord], count: Int
    ) throws -> [[ExampleMatch]] {
        let usable = bank.indices.filter { !bank[$0].isHeldOut }
        guard count > 0, !usable.isEmpty, !records.isEmpty else { return records.map { _ in [] } }
        let probes = probes(records, bank, usable)
        let found = try retriever.matches(
            for: probes,
            in: RetrievalBank(
                entries: usable.map {
                    .init(id: bank[$0].id, query: bank[$0].query, output: bank[$0].output)
                }),
            count: count)
        precondition(found.count == records.count, "A retriever answers for every probe")
        return zip(probes, found).map { probe, matches in
            matches.lazy.filter {
                usable.indices.contains($0.position) && !probe.isBarred($0.position)
            }
            .prefix(count).map { ExampleMatch(position: usable[$0.position], score: $0.score) }
        }
    }

    /// The records as a retriever may know them, each with the positions that it may not have.
    private func probes(
        _ records: [PromptRecord], _ bank: [PromptRecord], _ usable: [Int]
    ) -> [RetrievalProbe] {
        var byID: [String: [Int]] = [:]
        var byQuery: [String: [Int]] = [:]
        var byOutput: [String: [Int]] = [:]
        for (position, index) in usable.enumerated() {
            let key = TwinKey(bank[index])
            byID[bank[index].id, default: []].append(position)
            byQuery[key.query, default: []].append(position)
            byOutput[key.output, default: []].append(position)
        }
        return records.map { record in
            var barred = byID[record.id, default: []]
            barred += byQuery[TwinKey.normalised(record.query), default: []]
            if !allowsSameOutput, !record.isHeldOut {
                barred += byOutput[TwinKey.normalised(record.output), default: []]
            }
            return RetrievalProbe(
                id: record.id, query: record.query,
                output: record.isHeldOut ? nil : record.output, barred: Set(barred).sorted())
        }
    }
}
