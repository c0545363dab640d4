/// One argument of a call.
package enum FormulaArgument: Sendable, Hashable {
    case column(String)
    case text(String)
    case number(Int)
    case expression(FormulaExpression)
}
