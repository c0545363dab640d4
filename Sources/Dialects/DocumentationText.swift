/// A dialect's documentation and what it gives away.
package struct DocumentationText: Sendable {
    /// Without a line break at its end.
    package var template: String
    /// The answers that the samples of its reference show.
    package var samples: [String]
}
