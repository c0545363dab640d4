/// Which rows a call works on: one comparison, or two that are joined.
package struct FormulaCondition: Sendable, Hashable {
    /// How two comparisons are joined.
    package enum Joint: Sendable, Hashable { case and, or }

    /// The only comparison, or the one that stands first.
    package var first: FormulaComparison
    /// The other one, where there are two.
    package var second: FormulaComparison?
    /// Means nothing for one comparison.
    package var joint: Joint

    /// One comparison, or two and how they are joined.
    package init(
        _ first: FormulaComparison, _ joint: Joint = .and, _ second: FormulaComparison? = nil
    ) {
        self.first = first
        self.joint = joint
        self.second = second
    }
}
