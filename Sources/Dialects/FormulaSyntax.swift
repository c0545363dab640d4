/// How a dialect spells everything but its functions' names.
package struct FormulaSyntax: Sendable, Equatable {
    /// What stands on both sides of something.
    package struct Brackets: Sendable, Equatable {
        /// The mark before.
        package var open: String
        /// The mark after; may be empty.
        package var close: String

        /// A pair of marks.
        package init(_ open: String, _ close: String) {
            self.open = open
            self.close = close
        }
    }

    /// Where a comparison has its operator.
    package enum ComparisonForm: Sendable, Equatable { case infix, prefix, postfix }

    /// Where a call has its condition.
    package enum ConditionPlacement: Sendable, Equatable {
        case firstArgument, lastArgument
        case suffix(Brackets)
    }

    /// Around the whole formula.
    package var formula: Brackets
    /// Before a function's name; empty where calls look as in most languages.
    package var callPrefix: String
    /// Around the arguments.
    package var call: Brackets
    /// Between arguments, spaces included.
    package var separator: String
    /// Around a column's name.
    package var column: Brackets
    /// Around a text value.
    package var text: Brackets
    /// Before a number; mostly empty.
    package var numberPrefix: String
    /// Spelling by `Comparator.rawValue`.
    package var comparators: [String]
    /// Where the operator stands.
    package var comparisonForm: ComparisonForm
    /// Between the parts of an infix comparison.
    package var comparisonSpace: String
    /// Joins two comparisons that must both hold, spaces included.
    package var and: String
    /// Joins two comparisons of which one must hold, spaces included.
    package var or: String
    /// Where the condition stands.
    package var conditionPlacement: ConditionPlacement
}
