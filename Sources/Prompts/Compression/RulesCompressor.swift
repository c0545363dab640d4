/// Drops whole units (lines, sentences), those of least value first.
///
/// First go blank lines and rules of dashes, politeness, examples inside the documents, explanation
/// and what repeats; then plain prose. Constraints, names, signatures and numbers stay longest.
/// Order is kept.
///
/// Units are ranked once and a rate takes the head of that ranking, so that what a lower rate
/// keeps, every higher rate keeps too.
package struct RulesCompressor: TemplateCompressor {
    package init() {}

    package var name: String { "rules" }
    /// The version of the rules.
    package var settingsText: String { "rules 1" }

    package var isQuick: Bool { true }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        guard (0...1).contains(rate) else { throw PromptsError.compressionRateOutOfRange(rate) }
        if rate >= 1 { return text }
        if rate <= 0 { return "" }
        let units = TemplateUnit.units(of: text)
        let counts = units.map { countTokens($0.text + $0.space) }
        let kept = Self.kept(units, counts: counts, rate: rate)
        return Self.joined(units, kept: kept)
    }

    /// The head of the ranking whose tokens come nearest to the budget.
    ///
    /// It is over by at most
    /// half a unit, and grows with the rate.
    private static func kept(_ units: [TemplateUnit], counts: [Int], rate: Double) -> [Bool] {
        let values = UnitValue.values(of: units)
        let ranking = units.indices.sorted {
            values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1
        }
        let budget = rate * Double(counts.reduce(0, +))
        var kept = [Bool](repeating: false, count: units.count)
        var total = 0.0
        for index in ranking {
            let next = total + Double(counts[index])
            if next > budget, next - budget > budget - total { break }
            kept[index] = true
            total = next
        }
        return kept
    }

    private static func joined(_ units: [TemplateUnit], kept: [Bool]) -> String {
        var result = ""
        var gap = ""
        var isFirst = true
        var hasGap = false
        for (unit, isKept) in zip(units, kept) {
            if isKept {
                // Over a gap one separator is enough: the strongest that stood there.
                if hasGap, !isFirst { gap = gap.contains(where: \.isNewline) ? "\n" : " " }
                result += isFirst ? "" : gap
                result += unit.text
                gap = unit.space
                isFirst = false
                hasGap = false
            } else {
                gap += unit.space
                hasGap = true
            }
        }
        return result
    }
}
