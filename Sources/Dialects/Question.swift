/// A question over a table with its formula.
package struct Question: Sendable, Hashable {
    /// The table's columns and the question, as the model gets them.
    package var query: String
    /// The question alone.
    package var sentence: String
    /// The answer before a dialect spells it.
    package var expression: FormulaExpression
}
