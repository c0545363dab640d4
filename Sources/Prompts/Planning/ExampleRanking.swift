/// The best examples for each training record, ranked once for the largest number asked for.
struct ExampleRanking: Sendable {
    let count: Int
    private let input: PlanInput
    private let training: [[Int]]
    private let positions: [String: Int]

    init(input: PlanInput, count: Int) {
        self.input = input
        self.count = max(0, count)
        training = input.retriever.ranking(
            of: input.records, in: input.bank, count: max(0, count))
        positions = Dictionary(
            input.records.enumerated().map { ($0.element.id, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Indices into the bank for a training record.
    func training(_ position: Int, count: Int) -> ArraySlice<Int> {
        training[position].prefix(max(0, count))
    }

    /// Indices into the bank for any records.
    func ranking(of records: [PromptRecord], count wanted: Int) -> [[Int]] {
        guard wanted > 0 else { return records.map { _ in [] } }
        var result = [[Int]](repeating: [], count: records.count)
        var others: [Int] = []
        for (index, record) in records.enumerated() {
            if wanted <= count, let position = positions[record.id],
                input.records[position] == record
            {
                result[index] = Array(training[position].prefix(wanted))
            } else {
                others.append(index)
            }
        }
        guard !others.isEmpty else { return result }
        let found = input.retriever.ranking(
            of: others.map { records[$0] }, in: input.bank, count: wanted)
        for (index, ranking) in zip(others, found) { result[index] = ranking }
        return result
    }
}
