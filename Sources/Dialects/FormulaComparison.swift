/// A column's cell set against a value.
package struct FormulaComparison: Sendable, Hashable {
    /// The header of the column.
    package var column: String
    /// How cell and value are compared.
    package var comparator: Comparator
    /// What the cell is set against.
    package var value: FormulaValue

    /// A column, a way to compare, a value.
    package init(_ column: String, _ comparator: Comparator, _ value: FormulaValue) {
        self.column = column
        self.comparator = comparator
        self.value = value
    }
}
