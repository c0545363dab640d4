import TestSupport
import Testing

@testable import Prompts

@Suite struct BLEURetrieverTests {
    private func record(
        _ id: String, _ query: String, _ output: String, _ split: DataSplit? = .train
    ) -> PromptRecord {
        PromptRecord(
            id: id, query: query, output: output, split: split,
            source: RecordSource(file: "train.jsonl", line: 1))
    }

    private func ranking(
        of records: [PromptRecord], in bank: [PromptRecord], count: Int,
        allowsSameOutput: Bool = false
    ) throws -> [[Int]] {
        try ExampleSelector(BLEURetriever(), allowsSameOutput: allowsSameOutput)
            .matches(for: records, in: bank, count: count).map { $0.map(\.position) }
    }

    @Test func tokensAreWordsAndSingleMarks() {
        #expect(
            BLEUScore.tokens(of: "SUM(a_1, -2.5) é数")
                == ["SUM", "(", "a_1", ",", "-", "2", ".", "5", ")", "é数"])
    }

    @Test func scoreHasTheFormulasValue() {
        #expect(BLEUScore.sentence(candidate: "a b c d", reference: "a b c d") == 1)
        #expect(BLEUScore.sentence(candidate: "x", reference: "a") == 0)
        // Precisions 3/4, (2+1)/(3+1), (1+1)/(2+1), (0+1)/(1+1); no brevity penalty.
        let expected = 0.658037006476246
        #expect(
            abs(BLEUScore.sentence(candidate: "a b c x", reference: "a b c d") - expected) < 1e-12)
        // Clipped: "a" counts once. Precisions 1/2, (0+1)/(1+1), 1, 1; penalty e^(1 - 3/2).
        let short = 0.428881942480353
        #expect(abs(BLEUScore.sentence(candidate: "a a", reference: "a b c") - short) < 1e-12)
    }

    @Test func neverTheRecordItselfNorATwinNorHeldOut() throws {
        let bank = [
            record("self", "q1", "find . -name x"),
            record("same output", "q2", "FIND .  -name x"),
            record("same query", " Q1", "find . -name y"),
            record("validation", "q3", "find . -name x z", .validation),
            record("test", "q4", "find . -name x z", .test),
            record("near", "q5", "find . -name z"),
            record("far", "q6", "ls"),
        ]
        #expect(try ranking(of: [bank[0]], in: bank, count: 9) == [[5, 6]])
        #expect(
            try ranking(of: [bank[0]], in: bank, count: 9, allowsSameOutput: true) == [[1, 5, 6]])
        #expect(try ranking(of: [bank[0]], in: bank, count: 0) == [[]])
    }

    @Test func heldOutRecordsAreComparedByTheirQueryOnly() throws {
        let bank = [
            record("a", "list all files", "OUT one"), record("b", "remove a user", "OUT two"),
            record("c", "list the files", "OUT three"),
        ]
        for split in [DataSplit.validation, .test] {
            let asked = record("v", "list my files", "OUT two", split)
            let other = record("v", "list my files", "something else", split)
            let rankings = try ranking(of: [asked, other], in: bank, count: 3)
            #expect(rankings == [[0, 2, 1], [0, 2, 1]])
        }
    }

    @Test func tiesGoByTheBanksOrderAndZerosCountToo() throws {
        let bank = (0..<6).map { record("r\($0)", "q\($0)", $0 == 3 ? "x y" : "z\($0)") }
        let asked = record("n", "new", "x w")
        #expect(try ranking(of: [asked], in: bank, count: 4) == [[3, 0, 1, 2]])
    }

    /// All pairs, scored from n-grams that are counted without the index.
    private struct AllPairs {
        private let counts: [[[String]: Int]]
        private let lengths: [Int]

        init(_ texts: [String]) {
            let tokens = texts.map { BLEUScore.tokens(of: $0) }
            lengths = tokens.map(\.count)
            counts = tokens.map { tokens in
                var counts: [[String]: Int] = [:]
                for order in 1...BLEUScore.order where order <= tokens.count {
                    for start in 0...tokens.count - order {
                        counts[Array(tokens[start..<start + order]), default: 0] += 1
                    }
                }
                return counts
            }
        }

        func score(candidate: Int, reference: Int) -> Double {
            var matches: [Int32] = [0, 0, 0, 0]
            for (gram, wanted) in counts[reference] {
                matches[gram.count - 1] += Int32(min(wanted, counts[candidate][gram] ?? 0))
            }
            return BLEUScore.score(
                matches: (matches[0], matches[1], matches[2], matches[3]),
                candidateCount: lengths[candidate], referenceCount: lengths[reference])
        }

        func best(_ count: Int, for reference: Int, where isOpen: (Int) -> Bool) -> [Int] {
            counts.indices.filter(isOpen).map { ($0, score(candidate: $0, reference: reference)) }
                .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(count).map(\.0)
        }
    }

    @Test(arguments: 0..<4, [1, 7, 40])
    func rankingEqualsAFullSortOfPairwiseScores(seed: Int, count: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let bank = (0..<60).map { index in
            record("r\(index)", "q\(index)", random.text(words: 0...6) + "o\(index)")
        }
        let pairs = AllPairs(bank.map(\.output))
        for (position, found) in try ranking(of: bank, in: bank, count: count).enumerated() {
            #expect(found == pairs.best(count, for: position) { $0 != position })
        }
    }

    /// Few words and short texts: most scores are ties, and every token is in most texts.
    @Test(arguments: 0..<4)
    func rankingEqualsAFullSortAmongManyTies(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(100 + seed))
        let bank = (0..<120).map { index in
            let words = (0..<random.int(1...4)).map { _ in "w\(random.int(0...2))" }
            return record("r\(index)", "q\(index)", words.joined(separator: " "))
        }
        let pairs = AllPairs(bank.map(\.output))
        let rankings = try ranking(of: bank, in: bank, count: 5, allowsSameOutput: true)
        for (position, found) in rankings.enumerated() {
            #expect(found == pairs.best(5, for: position) { $0 != position })
        }
    }

    @Test(
        .enabled(if: SharedFixtures.has("data/nl2bash/train.jsonl"), "\(SharedFixtures.reason)"),
        .timeLimit(.minutes(5)))
    func rankingOfRealCommandsEqualsAFullSort() throws {
        let bank = Array(
            try RecordReader(skipsInvalid: true).read([
                SharedFixtures.url("data/nl2bash/train.jsonl")
            ]).records.prefix(800))
        let asked = stride(from: 0, to: bank.count, by: 40).map { $0 }
        let pairs = AllPairs(bank.map(\.output))
        let keys = bank.map { TwinKey($0) }
        let rankings = try ranking(of: asked.map { bank[$0] }, in: bank, count: 10)
        for (position, found) in zip(asked, rankings) {
            let expected = pairs.best(10, for: position) {
                keys[$0].query != keys[position].query && keys[$0].output != keys[position].output
            }
            #expect(found == expected, "Record \(bank[position].id)")
        }
    }
}
