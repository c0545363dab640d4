import Synchronization
import TestSupport
import Testing

@testable import Prompts

@Suite struct ExampleRankingTests {
    /// Notes what it is asked for, and gives the bank's order.
    private final class CountingRetriever: ExampleRetriever {
        struct Failure: Error, Equatable {}

        let asked = Mutex<[(ids: [String], count: Int)]>([])
        let fails: Bool
        let isRepeatable: Bool

        init(fails: Bool = false, isRepeatable: Bool = true) {
            self.fails = fails
            self.isRepeatable = isRepeatable
        }

        var name: String { "counting" }
        var settingsText: String { "" }

        func matches(
            for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
        ) throws -> [[ExampleMatch]] {
            if fails { throw Failure() }
            asked.withLock { $0.append((probes.map(\.id), count)) }
            return probes.map { _ in
                (0..<bank.count).map { ExampleMatch(position: $0, score: nil) }
            }
        }

        var calls: [String] {
            asked.withLock { $0.map { "\($0.count): \($0.ids.joined(separator: " "))" } }
        }
    }

    private final class Memory: RankingCache {
        private let rankings = Mutex<[RankingKey: [[Int]]]>([:])

        func ranking(for key: RankingKey) -> [[Int]]? { rankings.withLock { $0[key] } }
        func store(_ ranking: [[Int]], for key: RankingKey) {
            rankings.withLock { $0[key] = ranking }
        }
        func spoil() { rankings.withLock { $0 = $0.mapValues { $0.map { _ in [99] } } } }
    }

    private func record(_ id: String, _ split: DataSplit = .train) -> PromptRecord {
        PromptRecord(
            id: id, query: "query \(id)", output: "output \(id)", split: split,
            source: RecordSource(file: "x.jsonl", line: 1))
    }

    private func input(
        _ retriever: CountingRetriever, cache: Memory? = nil, output: String? = nil
    ) -> PlanInput {
        var records = ["a", "b", "c"].map { record($0) }
        if let output { records[0].output = output }
        return PlanInput(
            layout: PromptLayout(parts: [
                .init(kind: .examples, trailing: "\n"), .init(kind: .query, text: "{query}"),
            ]),
            records: records, selector: ExampleSelector(retriever), rankingCache: cache,
            countTokens: { $0.utf8.count })
    }

    private func schedule(_ shots: [Int]) -> Schedule {
        Schedule(
            stages: shots.map { StageSetting(compressionRate: 1, shots: $0, epochs: 1) })
    }

    @Test func aPlanRanksOnceAtItsLargestCount() throws {
        let retriever = CountingRetriever()
        var plan = try StagePlan(schedule: schedule([2, 1, 0]), input: input(retriever))
        #expect(retriever.calls == ["2: a b c"])
        let heldOut = [record("v", .validation), record("w", .test)]
        for shots in [1, 2, 0] {
            let setting = StageSetting(compressionRate: 1, shots: shots, epochs: 1)
            for spans in try plan.renderedAll(heldOut, setting: setting) {
                #expect(spans.joinedText.split(separator: "output").count == shots + 1)
            }
        }
        // Held-out records were ranked together, once, at the plan's largest count.
        #expect(retriever.calls == ["2: a b c", "2: v w"])
        try plan.update(stage: 1, to: StageSetting(compressionRate: 1, shots: 3, epochs: 1))
        #expect(retriever.calls.last == "3: a b c")
    }

    @Test func aPlanWithoutExamplesRanksNothing() throws {
        let retriever = CountingRetriever()
        let plan = try StagePlan(schedule: schedule([0]), input: input(retriever))
        _ = try plan.rendered(record("v", .test), stage: 0)
        #expect(retriever.calls.isEmpty)
    }

    @Test func aCacheAnswersForTheSameDataOnly() throws {
        let cache = Memory()
        for (output, isRanked) in [(nil, true), (nil, false), ("other", true)] as [(String?, Bool)]
        {
            let retriever = CountingRetriever()
            _ = try StagePlan(
                schedule: schedule([2]), input: input(retriever, cache: cache, output: output))
            #expect(retriever.calls.isEmpty == !isRanked)
        }
        let unrepeatable = CountingRetriever(isRepeatable: false)
        _ = try StagePlan(schedule: schedule([2]), input: input(unrepeatable, cache: cache))
        #expect(unrepeatable.calls.count == 1)
        // What does not fit the bank is not believed.
        cache.spoil()
        let retriever = CountingRetriever()
        _ = try StagePlan(schedule: schedule([2]), input: input(retriever, cache: cache))
        #expect(retriever.calls.count == 1)
    }

    @Test func keysIgnoreTheOutputsOfHeldOutRecords() {
        let selector = ExampleSelector(CountingRetriever())
        func key(_ change: (inout PromptRecord) -> Void, _ split: DataSplit) -> RankingKey {
            var record = record("r", split)
            change(&record)
            return RankingKey(
                records: [record], bank: [self.record("a")], selector: selector, count: 1)
        }
        #expect(key({ $0.output = "x" }, .test) == key({ _ in }, .test))
        #expect(key({ $0.output = "x" }, .train) != key({ _ in }, .train))
        #expect(key({ $0.query = "x" }, .test) != key({ _ in }, .test))
        #expect(key({ _ in }, .test) != key({ _ in }, .train))
    }

    @Test func aRetrieversErrorReachesTheCaller() {
        #expect(throws: CountingRetriever.Failure()) {
            try StagePlan(
                schedule: schedule([1]), input: input(CountingRetriever(fails: true)))
        }
    }

    @Test func anEmptyBankIsWarnedOf() throws {
        var input = input(CountingRetriever())
        input.bank = []
        let plan = try StagePlan(schedule: schedule([2]), input: input)
        #expect(
            plan.warnings().contains(
                "The example bank is empty, but the schedule asks for 2 examples a prompt: prompts "
                    + "will hold none. Add training records, or set the shots to 0."))
        input.bank = [record("a")]
        #expect(
            try StagePlan(schedule: schedule([2]), input: input).warnings().contains(
                "The example bank has 1 records, which leaves 0 for a prompt, but the schedule asks "
                    + "for 2: prompts will hold fewer examples."))
    }
}
