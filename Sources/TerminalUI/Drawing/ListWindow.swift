/// Which part of a list is seen: the selected line in the middle, as far as the ends allow.
package enum ListWindow {
    /// The indices that are seen in so many rows.
    package static func visible(count: Int, selected: Int, height: Int) -> Range<Int> {
        guard count > 0, height > 0 else { return 0..<0 }
        let start = max(0, min(selected - height / 2, count - height))
        return start..<min(count, start + height)
    }
}
