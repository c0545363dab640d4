import Foundation
import Prompts
import Retrieval
import TestSupport
import Testing

/// Whatever the retriever, an example never gives its record's answer away.
@Suite struct LeakTests {
    static let retrievers: [any ExampleRetriever] = [
        BLEURetriever(), BLEURetriever(on: .query), BM25Retriever(), BM25Retriever(on: .output),
        CosineRetriever(letterEmbedder), CosineRetriever(letterEmbedder, on: .output),
        CommandRetriever(
            greedyCommand, folder: URL(filePath: "/"), timeoutSeconds: 600),
        LeakingRetriever(),
    ]

    /// Names every record, those that it must not first.
    private struct LeakingRetriever: ExampleRetriever {
        var name: String { "leaking" }
        var settingsText: String { "" }

        func matches(
            for probes: [RetrievalProbe], in bank: RetrievalBank, count: Int
        ) -> [[ExampleMatch]] {
            probes.map { probe in
                (probe.barred + [-1, bank.count] + Array(0..<bank.count)).map {
                    ExampleMatch(position: $0, score: 1)
                }
            }
        }
    }

    /// Few words, so that there are many twins.
    private static func records(_ seed: UInt64, _ count: Int) -> [PromptRecord] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { index in
            let query = random.words(1...2, of: ["List", "list", "files", " files ", "all"])
            let output = random.words(1...2, of: ["ls", "LS", "-l", "-a", "ls\t"])
            let split = [DataSplit.train, .train, .validation, .test, nil][random.below(5)]
            return record("r\(index)", query, output, split)
        }
    }

    private static func normalised(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: retrievers.indices, [UInt64(1), 2, 3])
    func noRecordGetsItselfATwinOrAHeldOutRecord(retriever: Int, seed: UInt64) throws {
        let records = Self.records(seed, 60)
        var exampleCount = 0
        for allowsSameOutput in [false, true] {
            let selector = ExampleSelector(
                Self.retrievers[retriever], allowsSameOutput: allowsSameOutput)
            let found = try selector.matches(for: records, in: records, count: 100)
            #expect(found.count == records.count)
            for (record, matches) in zip(records, found) {
                exampleCount += matches.count
                for match in matches {
                    let example = records[match.position]
                    #expect(!example.isHeldOut)
                    #expect(example.id != record.id)
                    #expect(Self.normalised(example.query) != Self.normalised(record.query))
                    if !allowsSameOutput, !record.isHeldOut {
                        #expect(Self.normalised(example.output) != Self.normalised(record.output))
                    }
                }
                let open = records.indices.filter {
                    !records[$0].isHeldOut && records[$0].id != record.id
                        && Self.normalised(records[$0].query) != Self.normalised(record.query)
                        && (allowsSameOutput || record.isHeldOut
                            || Self.normalised(records[$0].output)
                                != Self.normalised(record.output))
                }
                // Nothing that is allowed is lost either.
                #expect(Set(matches.map(\.position)) == Set(open))
            }
        }
        #expect(exampleCount > 100, "The records are all twins: nothing was tested.")
    }

    @Test(arguments: retrievers.indices)
    func outputsOfHeldOutRecordsAreNeverLookedAt(retriever: Int) throws {
        let records = Self.records(9, 60)
        var changed = records
        for index in changed.indices where changed[index].isHeldOut {
            changed[index].output = "ls -l -a \(index)"
        }
        let selector = ExampleSelector(Self.retrievers[retriever])
        let before = try selector.matches(for: records, in: records, count: 5)
        #expect(try selector.matches(for: changed, in: changed, count: 5) == before)
        #expect(before.contains { !$0.isEmpty })
    }

    @Test(arguments: retrievers.indices)
    func anEmptyBankGivesNoExamplesAndALargeCountGivesAll(retriever: Int) throws {
        let selector = ExampleSelector(Self.retrievers[retriever])
        let asked = record("new", "how many", "wc")
        #expect(try selector.matches(for: [asked], in: [], count: 3) == [[]])
        let heldOut = [record("v", "a b", "c", .validation)]
        #expect(try selector.matches(for: [asked], in: heldOut, count: 3) == [[]])
        let bank = [record("a", "a b", "c"), record("b", "how", "d")]
        #expect(try selector.matches(for: [asked], in: bank, count: 9)[0].count == 2)
        #expect(try selector.matches(for: [asked], in: bank, count: 0) == [[]])
        #expect(try selector.matches(for: [], in: bank, count: 2).isEmpty)
    }
}
