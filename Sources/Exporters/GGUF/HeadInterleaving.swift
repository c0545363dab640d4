/// The reordering of a projection's rows that puts the two of a rotated pair side by side.
struct HeadInterleaving: Equatable {
    /// Rows of a head; even.
    let headWidth: Int

    /// The row of the checkpoint that becomes the given row.
    ///
    /// A head's rows 0, 1, 2, 3 … come from its rows 0, half, 1, half + 1 ….
    func source(of row: Int) -> Int {
        let (head, place) = row.quotientAndRemainder(dividingBy: headWidth)
        return head * headWidth + place % 2 * (headWidth / 2) + place / 2
    }
}
