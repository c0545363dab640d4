/// What the WordPiece decoder does to a token's text to take spaces back out.
enum WordPieceCleanup {
    /// The library's own list, in its order.
    private static let replacements: [(TextPattern, [UInt8])] = [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ].map { (.literal(Array($0.0.utf8)), Array($0.1.utf8)) }

    static func apply(to text: [UInt8]) -> [UInt8] {
        replacements.reduce(text) { DecoderPipe.replaced($0, $1.0, with: $1.1) }
    }
}
