import Foundation
import Prompts
import Retrieval
import Synchronization
import TestSupport
import Testing

@Suite struct CosineRetrieverTests {
    /// Vectors by text; a text that is not known is a mistake of the test.
    private func embedder(_ vectors: [String: [Float]]) -> TextEmbedder {
        TextEmbedder(name: "table", settingsText: "") { $0.map { vectors[$0] ?? [] } }
    }

    private func vectors(_ seed: UInt64, _ count: Int, _ width: Int) -> [String: [Float]] {
        var random = SplitMix(seed: seed)
        var vectors: [String: [Float]] = [:]
        for index in 0..<count {
            vectors["t\(index)"] = (0..<width).map { _ in
                // Few values, so that there are ties and near ties.
                Float(random.below(7)) - 3
            }
        }
        return vectors
    }

    private func cosine(_ a: [Float], _ b: [Float]) -> Double {
        func dot(_ x: [Float], _ y: [Float]) -> Double {
            zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let lengths = dot(a, a).squareRoot() * dot(b, b).squareRoot()
        return lengths == 0 ? 0 : dot(a, b) / lengths
    }

    /// A bank beyond one block of the product.
    @Test func rankingEqualsAFullSort() throws {
        let count = 5_000
        let table = vectors(3, count + 20, 9)
        let bank = (0..<count).map { record("r\($0)", "t\($0)", "o\($0)") }
        let asked = (count..<count + 20).map { record("r\($0)", "t\($0)", "o\($0)") }
        let found = try ExampleSelector(CosineRetriever(embedder(table))).matches(
            for: asked, in: bank, count: 30)
        for (record, matches) in zip(asked, found) {
            let own = try #require(table[record.query])
            let scores = bank.map { cosine(own, table[$0.query] ?? []) }
            let sorted = scores.sorted(by: >)
            #expect(matches.count == 30)
            for (match, wanted) in zip(matches, sorted) {
                // Vectors are floats of length 1: their rounding is all that may differ.
                #expect(abs((match.score ?? 2) - wanted) < 1e-6)
                #expect(abs(scores[match.position] - wanted) < 1e-6)
            }
        }
    }

    @Test func theNumberOfThreadsChangesNothing() throws {
        let table = vectors(4, 700, 33)
        let bank = (0..<700).map { record("r\($0)", "t\($0)", "o\($0)") }
        let rankings = try [1, 2, 5].map {
            try ExampleSelector(CosineRetriever(embedder(table), threadCount: $0)).matches(
                for: bank, in: bank, count: 10)
        }
        #expect(rankings[0] == rankings[1])
        #expect(rankings[0] == rankings[2])
    }

    @Test func equalVectorsGoByTheBanksOrder() throws {
        // Lengths do not count; a vector of zeros is like nothing.
        let table: [String: [Float]] = [
            "q": [1, 2, 3], "a": [0, 0, 0], "b": [3, 2, 1], "c": [2, 4, 6], "d": [3, 2, 1],
            "e": [1, 2, 3.5],
        ]
        let bank = ["a", "b", "c", "d", "e"].map { record($0, $0, "o" + $0) }
        let found = try ExampleSelector(CosineRetriever(embedder(table))).matches(
            for: [record("q", "q", "x")], in: bank, count: 5)[0]
        #expect(found.map(\.position) == [2, 4, 1, 3, 0])
        #expect(found.last?.score == 0)
        #expect(found[2].score == found[3].score)
    }

    @Test func manyEqualVectorsLoseNoneOfTheBest() throws {
        var table: [String: [Float]] = ["q": [1, 0]]
        for index in 0..<3_000 { table["t\(index)"] = index == 2_900 ? [1, 0.001] : [1, 1] }
        let bank = (0..<3_000).map { record("r\($0)", "t\($0)", "o\($0)") }
        let found = try ExampleSelector(CosineRetriever(embedder(table))).matches(
            for: [record("q", "q", "x")], in: bank, count: 3)[0]
        #expect(found.map(\.position) == [2_900, 0, 1])
    }

    @Test func eachTextIsEmbeddedOnceAndInBoundedBatches() throws {
        let asked = Mutex<[Int]>([])
        let releases = Mutex(0)
        let counting = TextEmbedder(
            name: "counting", settingsText: "", release: { releases.withLock { $0 += 1 } },
            embed: { texts in
                asked.withLock { $0.append(texts.count) }
                return texts.map { [Float($0.utf8.count), 1] }
            })
        let bank = (0..<600).map { record("r\($0)", "q\($0 / 2)", "o\($0)") }
        _ = try ExampleSelector(CosineRetriever(counting)).matches(for: bank, in: bank, count: 2)
        let counts = asked.withLock { $0 }
        #expect(counts.reduce(0, +) == 300)
        #expect(releases.withLock { $0 } == 1)
        #expect(counts.allSatisfy { $0 <= TextEmbedder.batchSize })
    }

    @Test func nonsenseOfAnEmbedderIsRefused() throws {
        let bank = [record("a", "one", "x"), record("b", "two", "y")]
        func failure(_ answer: @escaping @Sendable ([String]) -> [[Float]]) -> RetrievalError? {
            let embedder = TextEmbedder(name: "bad", settingsText: "", embed: answer)
            return #expect(throws: RetrievalError.self) {
                try ExampleSelector(CosineRetriever(embedder)).matches(
                    for: bank, in: bank, count: 1)
            }
        }
        #expect(
            failure { _ in [[1]] } == .embeddingCount(embedder: "bad", expected: 2, found: 1))
        #expect(
            failure { _ in [[1, 2], [1]] }
                == .embeddingWidth(embedder: "bad", text: "two", expected: 2, found: 1))
        #expect(
            failure { _ in [[], []] }
                == .embeddingWidth(embedder: "bad", text: "one", expected: 0, found: 0))
        #expect(
            failure { _ in [[1, 2], [.nan, 1]] }
                == .embeddingNotFinite(embedder: "bad", text: "two"))
    }
}
