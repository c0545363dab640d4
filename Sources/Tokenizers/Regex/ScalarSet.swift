/// A set of Unicode scalars as sorted ranges that neither overlap nor touch.
struct ScalarSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let empty = ScalarSet([])
    static let all = ScalarSet([0...0x10FFFF])

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ scalars: Unicode.Scalar...) { self.init(scalars.map { $0.value...$0.value }) }

    func contains(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if scalar > ranges[middle].upperBound {
                low = middle + 1
            } else if scalar < ranges[middle].lowerBound {
                high = middle
            } else {
                return true
            }
        }
        return false
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool { contains(scalar.value) }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    var inverted: ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return ScalarSet(result)
    }

    func intersection(_ other: ScalarSet) -> ScalarSet {
        inverted.union(other.inverted).inverted
    }

    /// The set with the other case of each of its letters.
    var ignoringCase: ScalarSet {
        var result = self
        // Twice, so that "ſ" joins "s" by way of their common capital.
        for _ in 0..<2 {
            var added: [ClosedRange<UInt32>] = []
            for (one, other) in CasePairs.all {
                if result.contains(one) { added.append(other...other) }
                if result.contains(other) { added.append(one...one) }
            }
            result = ScalarSet(result.ranges + added)
        }
        return result
    }
}

/// Scalars that differ only in case, one scalar to one scalar.
private enum CasePairs {
    static let all: [(UInt32, UInt32)] = {
        var pairs: [(UInt32, UInt32)] = []
        for value in UInt32(0)..<0x1F000 {
            // Folding keeps the dotless i apart although its capital is I.
            guard let scalar = Unicode.Scalar(value), value != 0x131,
                scalar.properties.changesWhenCaseMapped
            else { continue }
            for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            {
                let scalars = mapping.unicodeScalars
                if let first = scalars.first, scalars.count == 1, first.value != value {
                    pairs.append((value, first.value))
                }
            }
        }
        return pairs
    }()
}
