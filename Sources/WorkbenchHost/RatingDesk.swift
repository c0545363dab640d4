import Judging
import Project
import RunControl
import RunStore
import Workbench

/// The pairs of a run that are being rated, with the sides that the screen does not know.
struct RatingDesk: Sendable {
    private let found: RunPairs
    private let book: RatingBook
    private let margin: Double
    private let shown: [String: ShownPair]
    let sheet: RatingSheet

    /// Draws the sides; the same as those of the command line.
    private static let seed = 1

    /// The pairs of the project's newest run with answers.
    /// - Throws: `RunControlError` where there are none, `RunStoreError`.
    init(_ project: LoadedProject, store: RunStore) throws {
        found = try RunPairs(run: nil, against: .base, store: store, project: project)
        book = RatingBook(store: store)
        margin = project.file.evaluation.margin
        let round = try RatingRound(found.pairs, book: book, seed: Self.seed)
        let named = round.pairs.map { ($0.pair.contentHash, $0) }
        // Two records may ask the same and be answered the same; one rating serves both.
        shown = Dictionary(named, uniquingKeysWith: { first, _ in first })
        sheet = RatingSheet(
            runID: found.runID,
            pairs: named.map { id, shown in
                RatingSheet.Pair(
                    id: id, query: shown.pair.query, left: shown.left, right: shown.right)
            }, doneCount: found.pairs.count - round.pairs.count)
    }

    /// Keeps a rating, or takes it back where the choice is nil.
    /// - Throws: `RunStoreError`.
    func rate(_ id: String, _ choice: RatingSheet.Choice?) throws {
        guard let pair = shown[id] else { return }
        guard let choice else { return try book.forget(pair.pair) }
        let side: ShownPair.Choice =
            switch choice {
            case .left: .left
            case .right: .right
            case .tie: .tie
            }
        try book.keep(pair.preference(side), of: pair.pair)
    }

    /// What the ratings say, for people.
    /// - Throws: `RunStoreError`.
    func result() throws -> String {
        let comparison = PreferredComparison(
            title: "rating", tally: try book.tally(found.pairs), model: .tuned, against: .base,
            margin: margin)
        return "Run \(found.runID), \(found.pairs.count) pairs of answers\n"
            + comparison.lines.joined(separator: "\n")
    }
}
