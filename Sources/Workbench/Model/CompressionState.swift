/// A compressor at work.
package struct CompressionState: Sendable, Equatable {
    /// How far it is, in words.
    package var text: String
    /// A stop was asked for and has not happened yet.
    package var isStopping = false

    package init(text: String) { self.text = text }
}
