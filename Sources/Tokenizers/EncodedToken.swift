/// A token of an encoded text.
package struct EncodedToken: Sendable, Equatable {
    package var id: Int32
    /// The bytes of the original text's UTF-8 that it stands for.
    ///
    /// Empty for tokens that were put in front or behind, and for what a stage inserted.
    package var range: Range<Int>

    package init(id: Int32, range: Range<Int>) {
        self.id = id
        self.range = range
    }
}
