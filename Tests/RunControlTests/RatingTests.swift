import Foundation
import JSONText
import Judging
import RunControl
import RunStore
import RunTestSupport
import TestSupport
import Testing

/// Ratings of a stored run's answers: by key, and by file.
@Suite struct RatingTests {
    private let project: SmallProject
    private let store: RunStore
    private let run: Int64

    /// Six test records, of which the last is answered alike both ways.
    init() throws {
        project = try SmallProject()
        store = try project.openStore()
        run = try project.storeAnswers(
            store, queryOnly: { $0 == 5 ? "same" : "short \($0)" },
            full: { $0 == 5 ? "same" : "full \($0)" })
    }

    private func pairs() throws -> [AnswerPair] {
        try RunPairs(run: run, against: .base, store: store, project: project.load()).pairs
    }

    private var book: RatingBook { RatingBook(store: store) }

    @Test func aRunsLastAnswersArePaired() throws {
        let pairs = try pairs()
        #expect(pairs.count == 6)
        #expect(pairs[2].recordID == "test-2")
        #expect(pairs[2].query == "Where is TE2X?")
        #expect(pairs[2].first == "short 2")
        #expect(pairs[2].second == "full 2")
        #expect(pairs[5].isSame)
        let newest = try RunPairs(run: nil, against: .tuned, store: store, project: project.load())
        #expect(newest.runID == run)
        #expect(newest.pairs == pairs)
    }

    @Test func aRunWithoutAnswersSaysSo() throws {
        let other = try SmallProject()
        let empty = try other.openStore()
        #expect(throws: RunControlError.noRunWithAnswers) {
            try RunPairs(run: nil, against: .base, store: empty, project: other.load())
        }
        #expect(throws: RunStoreError.noSuchRun(id: 99, path: store.path)) {
            try RunPairs(run: 99, against: .base, store: store, project: project.load())
        }
        try project.replace(in: "project.yaml", "  test: test.jsonl\n", with: "")
        let error = #expect(throws: RunControlError.self) { try pairs() }
        #expect(error == .noAnswersToRate(runID: run, against: "base"))
    }

    @Test func everyRatingIsKeptAtOnce() throws {
        var round = try RatingRound(pairs(), book: book, seed: 3)
        #expect(round.pairs.count == 5)
        let first = try #require(round.current)
        try round.rate(.left)
        #expect(
            try book.preference(of: first.pair) == (first.isExchanged ? .second : .first))
        #expect(round.number == 2)
        // Another sitting goes on behind it.
        #expect(try RatingRound(pairs(), book: book, seed: 3).current == round.current)
    }

    @Test func undoTakesBackAndSkipLeavesOpen() throws {
        var round = try RatingRound(pairs(), book: book, seed: 3)
        #expect(try !round.undo())
        let first = try #require(round.current)
        try round.rate(.tie)
        #expect(try round.undo())
        #expect(round.current == first)
        #expect(try book.preference(of: first.pair) == nil)
        round.skip()
        for _ in 1..<5 { try round.rate(.right) }
        #expect(round.current == nil)
        try round.rate(.right)
        round.skip()
        let next = try RatingRound(pairs(), book: book, seed: 3)
        #expect(next.pairs == [first])
    }

    @Test func sidesAreDrawnBySeedAndStay() throws {
        let many = (0..<200).map {
            AnswerPair(recordID: "\($0)", query: "q\($0)", first: "a", second: "b")
        }
        let one = many.map { ShownPair($0, seed: 1).isExchanged }
        #expect(one == many.map { ShownPair($0, seed: 1).isExchanged })
        #expect(one != many.map { ShownPair($0, seed: 2).isExchanged })
        #expect((70...130).contains(one.count { $0 }))
        for pair in many.prefix(20) {
            let shown = ShownPair(pair, seed: 1)
            #expect(shown.left == (shown.isExchanged ? "b" : "a"))
            for preference in Preference.allCases {
                #expect(shown.preference(shown.choice(preference)) == preference)
            }
        }
    }

    @Test func ratingsHoldForAnotherRunOfTheSameAnswers() throws {
        var round = try RatingRound(pairs(), book: book, seed: 3)
        try round.rate(.tie)
        let other = try project.storeAnswers(
            store, queryOnly: { $0 == 0 ? "short 0" : "new \($0)" }, full: { "full \($0)" })
        let pairs = try RunPairs(
            run: other, against: .base, store: store, project: project.load()
        ).pairs
        let tally = try book.tally(pairs)
        #expect(tally.judgedCount == 1)
        #expect(tally.missing.count == 5)
    }

    @Test func theResultFeedsTheVerdict() throws {
        for pair in try pairs().prefix(5) { try book.keep(.second, of: pair) }
        let comparison = PreferredComparison(
            title: "rating", tally: try book.tally(pairs()), model: .tuned, against: .base,
            margin: 0.02)
        #expect(comparison.tally.winRate.losses == 5)
        #expect(comparison.tally.ties == 1)
        #expect(comparison.verdict?.decision == .keepPrompt)
        #expect(comparison.json["verdict"]?["decision"]?.stringValue == "keep the prompt")
        #expect(comparison.json["same_answers"]?.intValue == 1)
        #expect(comparison.json["candidate"]?.stringValue == "tuned, query-only")
    }

    // MARK: Files

    private func file(_ text: String) throws -> (TemporaryFolder, URL) {
        let folder = try TemporaryFolder()
        return (folder, try folder.write("r.jsonl", text))
    }

    @Test func aFileThatIsFilledInComesBack() throws {
        let pairs = try pairs()
        let text = try RatingFile.text(pairs, book: book, seed: 9)
        #expect(text.split(separator: "\n").count == 5)
        #expect(!text.contains("query-only") && !text.contains("preferred"))
        var lines = text.split(separator: "\n").map(String.init)
        for index in 0..<3 {
            lines[index] = lines[index].replacing("\"better\":null", with: "\"better\":\"right\"")
        }
        let (folder, url) = try file(lines.joined(separator: "\r\n") + "\n\n")
        defer { withExtendedLifetime(folder) {} }
        let reading = try RatingFile.read(url, pairs: pairs)
        #expect(reading.openCount == 2)
        try book.keep(reading.ratings)
        for pair in pairs.prefix(3) {
            #expect(
                try book.preference(of: pair)
                    == (ShownPair(pair, seed: 9).isExchanged ? .first : .second))
        }
        // What is exported then, with another seed, means the same.
        let again = try file(RatingFile.text(pairs, book: book, seed: 4))
        let second = try RatingFile.read(again.1, pairs: pairs)
        #expect(second.ratings.map(\.preference) == reading.ratings.map(\.preference))
        #expect(try RatingFile.text(pairs, book: book, seed: 4).contains("\"preferred\":"))
    }

    @Test func aRatingMayNameTheWay() throws {
        let (folder, url) = try file(
            """
            {"record": "test-0", "preferred": "query-only"}
            {"record": "test-1", "preferred": "full-prompt"}
            {"record": "test-2", "preferred": "tie"}
            {"record": "test-3", "preferred": null}
            """)
        defer { withExtendedLifetime(folder) {} }
        let reading = try RatingFile.read(url, pairs: pairs())
        #expect(reading.ratings.map(\.preference) == [.first, .second, .tie])
        #expect(reading.openCount == 1)
    }

    @Test func allMistakesAreToldAndNothingIsTaken() throws {
        let (folder, url) = try file(
            """
            {"record": "test-0", "preferred": "query-only"}
            nonsense
            {"better": "left"}
            {"record": "nobody", "better": "left"}
            {"record": "test-1", "better": "up", "left": "short 1", "right": "full 1"}
            {"record": "test-1", "better": "left"}
            {"record": "test-1", "better": "left", "left": "short 1", "right": "changed"}
            {"record": "test-1", "preferred": 7}
            """)
        defer { withExtendedLifetime(folder) {} }
        let error = #expect(throws: RatingFileError.self) {
            try RatingFile.read(url, pairs: pairs())
        }
        guard case .invalid(_, let problems) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(
            problems == [
                "r.jsonl:2: The line is no JSON object.", "r.jsonl:3: \"record\" is missing.",
                "r.jsonl:4: The run has no pair of answers to the record \"nobody\".",
                "r.jsonl:5: \"better\" is neither \"left\", \"right\" nor \"tie\".",
                "r.jsonl:6: \"left\" or \"right\" is missing, so that \"better\" says nothing.",
                "r.jsonl:7: \"left\" and \"right\" are not the answers of this run to \"test-1\".",
                "r.jsonl:8: \"preferred\" is neither \"query-only\", \"full-prompt\" nor \"tie\".",
            ])
        #expect(try book.tally(pairs()).judgedCount == 1)
    }

    @Test func anExistingFileIsNotReplaced() throws {
        let (folder, url) = try file("mine")
        defer { withExtendedLifetime(folder) {} }
        #expect(throws: RatingFileError.exists(path: url.path)) {
            try RatingFile.write(pairs(), book: book, seed: 1, to: url)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == "mine")
        #expect(throws: RatingFileError.self) {
            try RatingFile.write(
                pairs(), book: book, seed: 1, to: folder.url.appending(path: "no/folder.jsonl"))
        }
        #expect(throws: RatingFileError.self) {
            try RatingFile.read(folder.url.appending(path: "none"), pairs: pairs())
        }
    }
}
