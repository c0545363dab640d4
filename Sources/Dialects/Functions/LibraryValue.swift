/// A value that a little program takes or gives.
package enum LibraryValue: Sendable, Hashable {
    case numbers([Int])
    case words([String])
    case text(String)
    case number(Int)
    /// A mean, which may fall between whole numbers.
    case fraction(Double)

    /// The value as Python writes it.
    package var python: String {
        switch self {
        case .numbers(let numbers): "[" + numbers.map(String.init).joined(separator: ", ") + "]"
        case .words(let words): "[" + words.map(Self.quoted).joined(separator: ", ") + "]"
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        // The shortest digits that give the same number back, which Python reads as that number.
        case .fraction(let number): String(number)
        }
    }

    private static func quoted(_ text: String) -> String {
        precondition(!text.contains { $0 == "\"" || $0 == "\\" || $0.isNewline })
        return "\"\(text)\""
    }
}
