/// What a stage looks for in a text.
enum TextPattern: Sendable {
    case literal([UInt8])
    case regex(ScalarRegex)
    case set(ScalarSet)

    /// Calls the body with each match, from left to right.
    func forEachMatch(
        in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        switch self {
        case .regex(let regex): regex.forEachMatch(in: bytes, range, body)
        case .set(let set):
            UTF8Scan.forEach(bytes, range) { scalar, place in
                if set.contains(scalar) { body(place) }
            }
        case .literal(let literal):
            guard let first = literal.first else { return }
            var position = range.lowerBound
            let last = range.upperBound - literal.count
            while position <= last {
                if bytes[position] == first,
                    literal.indices.allSatisfy({ bytes[position + $0] == literal[$0] })
                {
                    body(position..<position + literal.count)
                    position += literal.count
                } else {
                    position += 1
                }
            }
        }
    }
}
