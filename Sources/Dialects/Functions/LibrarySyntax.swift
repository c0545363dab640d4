/// How a library's programs are written, but for the names of its helpers.
package struct LibrarySyntax: Sendable, Equatable {
    /// How helpers are put after one another.
    package enum CallStyle: Sendable, Equatable {
        /// `g(f(x, 3))`
        case nested
        /// `Box(x).f(3).g()`
        case chained(wrapper: String)
        /// `x | f(3) | g()`, or `Box(x) | f(3) | g()`.
        case piped(operator: String, wrapper: String?)
    }

    /// The shape of the one line around the expression.
    package enum Form: Sendable, Equatable {
        /// `def NAME(x): return E`
        case definition
        /// `NAME = lambda x: E`
        case lambda
        /// `def NAME(x): return (E)`
        case bracketedDefinition
        /// `NAME = lambda x: (E)`
        case bracketedLambda
        /// `def NAME(x): WORD = E; return WORD`
        case named(String)
    }

    /// What every program is called.
    package var functionName: String
    package var form: Form
    package var style: CallStyle
    /// Whether arguments beside the first are told by keyword.
    package var usesKeywords: Bool
    /// `"` or `'`.
    package var quote: String
    /// Between arguments, space included.
    package var comma: String
    /// Whether constants are texts; else they are names.
    package var quotesConstants: Bool
    /// Spelling by `LibraryConstant.rawValue`.
    package var constants: [String]
    /// What each argument is called, in signatures and as keyword.
    package var words: [LibraryRole: String]
    /// What a list, and a text, is called that a helper works on.
    package var listWord: String
    package var textWord: String
}
