/// A value that stands in a condition.
package enum FormulaValue: Sendable, Hashable {
    case text(String)
    case number(Int)

    /// The value as a question spells it.
    package var plainText: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        }
    }
}
