import Judging
import RunControl
import RunTestSupport
import Testing
import Workbench

/// Rating over a real history.
@Suite struct RatingServicesTests {
    @Test func ratingsAreKeptAndCounted() throws {
        let project = try SmallProject()
        let store = try project.openStore()
        let run = try project.storeAnswers(
            store, queryOnly: { $0 == 5 ? "same" : "short \($0)" },
            full: { $0 == 5 ? "same" : "full \($0)" })
        let desk = Desk(project)
        _ = desk.load()
        let sheet = try #require(
            desk.ask(.loadRatings) { if case .ratings(let sheet) = $0 { sheet } else { nil } })
        #expect(sheet.runID == run)
        #expect(sheet.pairs.count == 5)
        #expect(sheet.doneCount == 1)
        for pair in sheet.pairs { #expect(Set([pair.left, pair.right]).count == 2) }
        // The short answers win twice, and one rating is taken back.
        for pair in sheet.pairs.prefix(2) {
            desk.services.send(
                .rate(pairID: pair.id, pair.left.hasPrefix("short") ? .left : .right))
        }
        desk.services.send(.rate(pairID: sheet.pairs[2].id, .tie))
        desk.services.send(.rate(pairID: sheet.pairs[2].id, nil))
        let text = try #require(
            desk.ask(.ratingResult) { if case .ratingResult(let text) = $0 { text } else { nil } })
        #expect(text.contains("won 2, lost 0, tied 1 (1 of equal answers)"))
        #expect(text.contains("3 pairs not rated yet: test-2, test-3, test-4"))
        let pairs = try RunPairs(run: run, against: .base, store: store, project: project.load())
        #expect(try RatingBook(store: store).preference(of: pairs.pairs[0]) == .first)
    }

    @Test func withoutAnswersThereIsAReason() throws {
        let desk = Desk(try SmallProject())
        _ = desk.load()
        let text = desk.ask(.loadRatings) { $0.failure }
        #expect(
            text == "The answers cannot be rated: No run of this project has kept answers. A "
                + "training keeps them at its end: start one with promptintern train.")
    }
}
