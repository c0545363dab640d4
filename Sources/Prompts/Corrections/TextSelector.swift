import Foundation

/// Finds the text that a correction is about in a message.
struct TextSelector {
    private enum Search {
        case text(String)
        case pattern(TextPattern)
        case between(String?, String?)
        case holds([String])
        case all
    }

    private let search: Search
    private let occurrence: Correction.Occurrence

    /// - Throws: `TextPattern.Reason`.
    init(_ correction: Correction) throws(TextPattern.Reason) {
        occurrence = correction.occurrence
        switch correction.selection {
        case .text(let text): search = .text(text)
        case .pattern(let pattern): search = .pattern(try TextPattern(pattern))
        case .between(let from, let to): search = .between(from, to)
        case .holds(let texts): search = .holds(texts)
        case .all: search = .all
        }
    }

    /// The selected places in order, in bytes; none is empty and none overlaps another.
    /// - Throws: `TextPattern.TooSlow`.
    func ranges(in text: String) throws(TextPattern.TooSlow) -> [Range<Int>] {
        var found: [Range<Int>]
        switch search {
        case .text(let wanted): found = Self.places(of: wanted, in: text)
        case .pattern(let pattern): found = try pattern.matches(in: text).map(\.range)
        case .between(let from, let to): return between(from, to, text)
        case .holds(let texts): found = texts.flatMap { Self.places(of: $0, in: text) }
        case .all: found = [0..<text.utf8.count]
        }
        found.removeAll(where: \.isEmpty)
        return chosen(found)
    }

    private func chosen(_ ranges: [Range<Int>]) -> [Range<Int>] {
        switch occurrence {
        case .every: ranges
        case .first: ranges.first.map { [$0] } ?? []
        case .last: ranges.last.map { [$0] } ?? []
        }
    }

    private func between(_ from: String?, _ to: String?, _ text: String) -> [Range<Int>] {
        let end = text.utf8.count
        let starts = from.map { chosen(Self.places(of: $0, in: text)).map(\.lowerBound) }
        let stops = to.map { Self.places(of: $0, in: text).map(\.lowerBound) }
        var found: [Range<Int>] = []
        // Without a beginning of its own it is the end of which one is chosen.
        for start in starts ?? [0] where start >= found.last?.upperBound ?? 0 {
            let skipped = start + (from?.utf8.count ?? 0)
            let stop: Int?
            if let stops {
                let behind = stops.filter { $0 >= skipped }
                stop = from == nil && occurrence == .last ? behind.last : behind.first
            } else {
                stop = end
            }
            if let stop, stop > start { found.append(start..<stop) }
        }
        return found
    }

    /// The places of a text, compared by bytes.
    static func places(of wanted: String, in text: String) -> [Range<Int>] {
        var text = text
        var wanted = wanted
        return text.withUTF8 { text in
            wanted.withUTF8 { wanted in
                guard let base = text.baseAddress, let other = wanted.baseAddress,
                    !wanted.isEmpty
                else { return [] }
                var found: [Range<Int>] = []
                var start = 0
                while start + wanted.count <= text.count,
                    let place = memchr(
                        base + start, Int32(wanted[0]), text.count - wanted.count - start + 1)
                {
                    let lower = UnsafeRawPointer(place) - UnsafeRawPointer(base)
                    if memcmp(place, other, wanted.count) == 0 {
                        found.append(lower..<lower + wanted.count)
                        start = lower + wanted.count
                    } else {
                        start = lower + 1
                    }
                }
                return found
            }
        }
    }
}
