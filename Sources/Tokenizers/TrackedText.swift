/// Bytes of a text on its way through the stages, each with the place in the original it stems
/// from.
struct TrackedText: Sendable {
    /// A range of the original in bytes; empty for what a stage inserted.
    struct Origin: Sendable, Equatable {
        var start: UInt32
        var end: UInt32
    }

    private(set) var bytes: [UInt8] = []
    private(set) var origins: [Origin] = []

    init(reserving capacity: Int) {
        bytes.reserveCapacity(capacity)
        origins.reserveCapacity(capacity)
    }

    /// - Precondition: The text is shorter than 4 GiB.
    init(original: [UInt8]) {
        bytes = original
        let count = UInt32(original.count)
        origins = (0..<count).map { Origin(start: $0, end: $0 + 1) }
    }

    /// Takes over a part of another text, origins included.
    mutating func copy(_ range: Range<Int>, of source: TrackedText) {
        bytes.append(contentsOf: source.bytes[range])
        origins.append(contentsOf: source.origins[range])
    }

    mutating func append(_ byte: UInt8, from origin: Origin) {
        bytes.append(byte)
        origins.append(origin)
    }

    mutating func append(_ added: some Sequence<UInt8>, from origin: Origin) {
        for byte in added { append(byte, from: origin) }
    }

    /// The part of the original that a part of this text stems from.
    func origin(of range: Range<Int>) -> Origin {
        guard let first = range.first, let last = range.last else {
            let place =
                range.lowerBound < origins.count
                ? origins[range.lowerBound].start : origins.last?.end ?? 0
            return Origin(start: place, end: place)
        }
        return Origin(
            start: origins[first].start, end: max(origins[first].start, origins[last].end))
    }
}
