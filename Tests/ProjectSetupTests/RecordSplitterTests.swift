import Prompts
import Testing

@testable import ProjectSetup

@Suite struct RecordSplitterTests {
    private func record(
        _ id: String, _ query: String, _ output: String, _ split: DataSplit? = nil
    ) -> PromptRecord {
        PromptRecord(
            id: id, query: query, output: output, split: split,
            source: RecordSource(file: "", line: 0))
    }

    /// Records of which every third shares its output with another, and every fifth its query.
    private func records(_ count: Int) -> [PromptRecord] {
        (0..<count).map {
            record(
                "r\($0)", $0 % 5 == 0 ? "Query \($0 / 10)" : "query number \($0)",
                $0 % 3 == 0 ? " Out  \($0 / 6)" : "output number \($0)")
        }
    }

    private func splitter(
        _ validation: Double = 0.1, _ test: Double = 0.1, seed: UInt64 = 1
    ) throws -> RecordSplitter {
        RecordSplitter(
            shares: try SplitShares(validation: validation, test: test, seed: seed))
    }

    @Test func sharesAreMet() throws {
        let split = try splitter().split(records(300))
        #expect(split.map(\.id) == records(300).map(\.id))
        #expect(split.count { $0.split == .train } == 240)
        #expect(split.count { $0.split == .validation } == 30)
        #expect(split.count { $0.split == .test } == 30)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func twinsNeverStraddleSplits(seed: UInt64) throws {
        let split = try splitter(0.2, 0.3, seed: seed).split(records(200))
        #expect(RecordSplitter.leakCount(split) == 0)
        for text in [\PromptRecord.output, \PromptRecord.query] {
            let groups = Dictionary(grouping: split) { $0[keyPath: text].lowercased() }
            #expect(groups.values.allSatisfy { Set($0.map(\.split)).count == 1 })
        }
    }

    @Test func theOrderOfRecordsDoesNotMatterAndTheSeedDoes() throws {
        func splits(_ records: [PromptRecord], _ seed: UInt64) throws -> [String: DataSplit?] {
            let split = try splitter(seed: seed).split(records)
            return Dictionary(uniqueKeysWithValues: split.map { ($0.id, $0.split) })
        }
        let forward = try splits(records(100), 1)
        #expect(try splits(records(100).reversed(), 1) == forward)
        #expect(try splits(records(100), 2) != forward)
    }

    @Test func givenSplitsHoldAndTwinsFollow() throws {
        let split = try splitter(0.5, 0.4).split([
            record("a", "q1", "Same", .test), record("b", "q2", "same "),
            record("c", "q3", "other", .train), record("d", "q4", "OTHER", .validation),
        ])
        #expect(split.map(\.split) == [.test, .test, .train, .validation])
        #expect(RecordSplitter.leakCount(split) == 1)
    }

    @Test func somethingIsAlwaysLeftToTrainOn() throws {
        for count in 0...6 {
            let split = try splitter(0.5, 0.49).split(
                (0..<count).map { record("r\($0)", "q\($0)", "o\($0)") })
            #expect(split.contains { $0.split == .train } == (count > 0))
        }
        let same = (0..<9).map { record("r\($0)", "q\($0)", "o") }
        #expect(try splitter(0.4, 0.4).split(same).allSatisfy { $0.split == .train })
    }

    @Test(arguments: [(0.5, 0.5), (-0.1, 0.1), (0.1, -0.1), (1.0, 0.0), (Double.nan, 0.1)])
    func sharesThatLeaveNothingAreRefused(validation: Double, test: Double) {
        let error = #expect(throws: ProjectSetupError.self) {
            try SplitShares(validation: validation, test: test)
        }
        #expect(
            error?.description
                == "--validation \(validation) and --test \(test) leave no training records. "
                + "Give two shares from 0 on whose sum is below 1.")
    }

    @Test func theHashIsTheSameOnEveryMachine() {
        #expect(SeededHash(seed: 1)("a") != SeededHash(seed: 2)("a"))
        let places = Set((0..<1000).map { SeededHash(seed: 1)("record:\($0)") % 10 })
        #expect(places.count == 10)
    }
}
