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

    @Test func neverTheRecordItselfNorATwinNorHeldOut() {
        let bank = [
            record("self", "q1", "find . -name x"),
            record("same output", "q2", "FIND .  -name x"),
            record("same query", " Q1", "find . -name y"),
            record("validation", "q3", "find . -name x z", .validation),
            record("test", "q4", "find . -name x z", .test),
            record("near", "q5", "find . -name z"),
            record("far", "q6", "ls"),
        ]
        let retriever = BLEURetriever()
        #expect(retriever.ranking(of: [bank[0]], in: bank, count: 9) == [[5, 6]])
        #expect(
            BLEURetriever(allowsSameOutput: true).ranking(of: [bank[0]], in: bank, count: 9)
                == [[1, 5, 6]])
        #expect(retriever.ranking(of: [bank[0]], in: bank, count: 0) == [[]])
    }

    @Test func heldOutRecordsAreComparedByTheirQueryOnly() {
        let bank = [
            record("a", "list all files", "OUT one"), record("b", "remove a user", "OUT two"),
            record("c", "list the files", "OUT three"),
        ]
        for split in [DataSplit.validation, .test] {
            let asked = record("v", "list my files", "OUT two", split)
            let other = record("v", "list my files", "something else", split)
            let rankings = BLEURetriever().ranking(of: [asked, other], in: bank, count: 3)
            #expect(rankings == [[0, 2, 1], [0, 2, 1]])
        }
    }

    @Test func tiesGoByTheBanksOrderAndZerosCountToo() {
        let bank = (0..<6).map { record("r\($0)", "q\($0)", $0 == 3 ? "x y" : "z\($0)") }
        let asked = record("n", "new", "x w")
        #expect(BLEURetriever().ranking(of: [asked], in: bank, count: 4) == [[3, 0, 1, 2]])
    }

    @Test(arguments: 0..<10)
    func rankingEqualsAFullSortOfPairwiseScores(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let bank = (0..<40).map { index in
            record("r\(index)", "q\(index)", random.text(words: 1...6) + "o\(index)")
        }
        let rankings = BLEURetriever().ranking(of: bank, in: bank, count: 7)
        for (position, ranking) in rankings.enumerated() {
            let expected = bank.indices.filter { $0 != position }.map { other in
                (
                    score: BLEUScore.sentence(
                        candidate: bank[other].output, reference: bank[position].output),
                    other: other
                )
            }.sorted { ($1.score, $0.other) < ($0.score, $1.other) }.prefix(7).map(\.other)
            #expect(ranking == expected)
        }
    }
}
