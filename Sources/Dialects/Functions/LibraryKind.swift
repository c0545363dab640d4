/// What a value of a library's little programs is, in the words of a request.
package enum LibraryKind: String, Sendable, CaseIterable, Hashable {
    /// A list of whole numbers.
    case numbers
    /// A list of texts.
    case words
    /// One text.
    case text
    /// One number.
    case number
}
