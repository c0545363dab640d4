/// An argument of a helper beside what it works on.
package enum LibraryArgument: Sendable, Hashable {
    case number(Int)
    case text(String)
    case constant(LibraryConstant)
    /// A parameter of the program, by its name.
    case parameter(String)

    /// The number or text that is written out; nil for a constant and a parameter.
    var value: LibraryValue? {
        switch self {
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .constant, .parameter: nil
        }
    }

    /// An argument whose parameter has got its value.
    enum Known: Sendable, Hashable {
        case number(Int)
        case text(String)
        case constant(LibraryConstant)

        /// Precondition: it is a number.
        var number: Int {
            guard case .number(let number) = self else { preconditionFailure("Not a number") }
            return number
        }
        /// Precondition: it is a text.
        var text: String {
            guard case .text(let text) = self else { preconditionFailure("Not a text") }
            return text
        }
        /// Nil where it is no constant.
        var constant: LibraryConstant? {
            guard case .constant(let constant) = self else { return nil }
            return constant
        }
    }
}
