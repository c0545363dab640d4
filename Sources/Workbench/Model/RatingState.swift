/// What the Compare pane shows while answers are rated with names hidden.
package enum RatingState: Sendable, Equatable {
    /// The pairs are being read.
    case loading
    case asking(RatingSheet, position: Int, scroll: Int)
    /// Rated to the end or stopped; the result comes after.
    case done(result: String?)

    /// The pair that waits for a rating.
    package var current: RatingSheet.Pair? {
        guard case .asking(let sheet, let position, _) = self,
            sheet.pairs.indices.contains(position)
        else { return nil }
        return sheet.pairs[position]
    }
}
