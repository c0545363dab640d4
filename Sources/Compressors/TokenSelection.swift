/// A text's units in the order in which they are kept, and the text of the first of them.
struct TokenSelection: Sendable {
    private let bytes: [UInt8]
    private let units: [Range<Int>]
    /// For each section, its units, those that are kept longest first.
    private let rankings: [[Int]]
    /// How the sections share what is kept.
    private let shares: Shares

    /// How the sections of a text share what is kept of it.
    enum Shares {
        /// All are one.
        case one
        /// So many units of each; less in proportion, and more evenly of what is left.
        case quotas([Int])
        /// Important ones more than others; a value for each section.
        case byImportance([Double])
    }

    /// Ranks units.
    ///
    /// - Parameters:
    ///   - text: the whole text.
    ///   - units: its pieces in order.
    ///   - scores: higher is kept longer; equal ones rank in their order.
    ///   - isForced: kept before all others.
    ///   - sections: units of each section, in order; nil ranks all units together.
    ///   - importance: of each section; higher is kept more of.
    init(
        _ text: String, units: [Range<Int>], scores: [Double], isForced: [Bool],
        sections: [Range<Int>]? = nil, importance: [Double]? = nil
    ) {
        bytes = Array(text.utf8)
        self.units = units
        shares = importance.map { .byImportance($0) } ?? .one
        rankings = (sections ?? [units.indices]).map { section in
            section.sorted { first, second in
                if isForced[first] != isForced[second] { return isForced[first] }
                return scores[first] != scores[second]
                    ? scores[first] > scores[second] : first < second
            }
        }
    }

    /// Takes rankings as they are.
    ///
    /// - Parameters:
    ///   - text: the whole text.
    ///   - units: its pieces in order.
    ///   - rankings: of each section, its units, those that are kept longest first.
    ///   - quotas: units of each section that were kept while the rankings were made.
    init(_ text: String, units: [Range<Int>], rankings: [[Int]], quotas: [Int]) {
        bytes = Array(text.utf8)
        self.units = units
        self.rankings = rankings
        shares = .quotas(quotas)
    }

    /// So many units of each of some sections that all keep `total`: even shares, what is over of
    /// one section counting for the next.
    static func evenCounts(_ sizes: [Int], total: Int) -> [Int] {
        let all = sizes.reduce(0, +)
        guard all > 0 else { return sizes }
        let total = min(max(0, total), all)
        var passed = 0
        var kept = 0
        return sizes.map { size in
            passed += size
            let count = total * passed / all - kept
            kept += count
            return count
        }
    }

    /// The kept units' characters, in their order.
    func text(keeping count: Int) -> String {
        let sizes = rankings.map(\.count)
        let counts =
            switch shares {
            case .one: [min(count, units.count)]
            case .quotas(let quotas):
                zip(
                    Self.evenCounts(quotas, total: count),
                    Self.evenCounts(
                        zip(sizes, quotas).map { $0 - $1 }, total: count - quotas.reduce(0, +))
                ).map { $0 + $1 }
            case .byImportance(let importance):
                SectionShares(counts: sizes, importance: importance).kept(count)
            }
        var isKept = [Bool](repeating: false, count: units.count)
        for (ranking, count) in zip(rankings, counts) {
            for unit in ranking.prefix(count) { isKept[unit] = true }
        }
        return joined(isKept)
    }

    /// Of line breaks between which everything was dropped, the first is enough.
    private func joined(_ isKept: [Bool]) -> String {
        var kept: [UInt8] = []
        var isBehindBreak = false
        var hasGap = false
        for (unit, range) in units.enumerated() {
            guard isKept[unit] else {
                hasGap = true
                continue
            }
            let isBreak = isBreak(range)
            if isBreak, isBehindBreak, hasGap { continue }
            kept += bytes[range]
            isBehindBreak = isBreak
            hasGap = false
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Whether a unit is white space with a line break in it.
    private func isBreak(_ range: Range<Int>) -> Bool {
        let breaks = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        let spaces = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        return bytes[range].contains { breaks.contains($0) }
            && bytes[range].allSatisfy { breaks.contains($0) || spaces.contains($0) }
    }

    /// The longest text that has at most so many tokens.
    ///
    /// What is left may tokenise otherwise than it did between the dropped tokens, so that texts
    /// are counted, not units.
    func text(tokens budget: Int, countTokens: (String) -> Int) -> String {
        var (low, high) = (0, units.count)
        while low < high {
            let middle = (low + high + 1) / 2
            let fits = countTokens(text(keeping: middle)) <= budget
            if fits { low = middle } else { high = middle - 1 }
        }
        return text(keeping: low)
    }
}
