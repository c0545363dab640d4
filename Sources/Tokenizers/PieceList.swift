/// A text cut into pieces, some of which are already known to be added tokens.
struct PieceList: Sendable {
    struct Piece: Sendable {
        var range: Range<Int>
        /// The added token that the piece is, or -1.
        var token: Int32
    }

    private(set) var text: TrackedText
    private(set) var pieces: [Piece]

    init(_ original: [UInt8]) {
        text = TrackedText(original: original)
        pieces = original.isEmpty ? [] : [Piece(range: 0..<original.count, token: -1)]
    }

    /// Replaces each piece that is no added token by the pieces that the body hands over; empty
    /// ones are dropped.
    mutating func split(
        _ body: (
            UnsafeBufferPointer<UInt8>, Range<Int>,
            _ add: (_ range: Range<Int>, _ token: Int32) -> Void
        ) -> Void
    ) {
        var result: [Piece] = []
        result.reserveCapacity(pieces.count)
        text.bytes.withUnsafeBufferPointer { bytes in
            for piece in pieces {
                guard piece.token < 0 else {
                    result.append(piece)
                    continue
                }
                body(bytes, piece.range) { range, token in
                    if !range.isEmpty { result.append(Piece(range: range, token: token)) }
                }
            }
        }
        pieces = result
    }

    /// Splits at the matches of a pattern.
    mutating func split(at pattern: TextPattern, _ behavior: SplitBehavior, inverting: Bool) {
        split { bytes, range, add in
            var stretches: [SplitBehavior.Stretch] = []
            var previous = range.lowerBound
            pattern.forEachMatch(in: bytes, range) { match in
                if previous < match.lowerBound {
                    stretches.append(.init(range: previous..<match.lowerBound, isMatch: inverting))
                }
                stretches.append(.init(range: match, isMatch: !inverting))
                previous = match.upperBound
            }
            if previous < range.upperBound {
                stretches.append(.init(range: previous..<range.upperBound, isMatch: inverting))
            }
            behavior.pieces(of: stretches) { add($0, -1) }
        }
    }

    /// Writes each piece that is no added token anew.
    mutating func rewrite(
        _ body: (_ source: TrackedText, _ range: Range<Int>, _ target: inout TrackedText) -> Void
    ) {
        var target = TrackedText(reserving: text.bytes.count + text.bytes.count / 4)
        var result: [Piece] = []
        result.reserveCapacity(pieces.count)
        for piece in pieces {
            let start = target.bytes.count
            if piece.token >= 0 {
                target.copy(piece.range, of: text)
            } else {
                body(text, piece.range, &target)
            }
            let range = start..<target.bytes.count
            if !range.isEmpty { result.append(Piece(range: range, token: piece.token)) }
        }
        text = target
        pieces = result
    }
}
