/// Puts conditions into words that follow a noun: `orders` + ` in the North region`.
struct ConditionWording {
    /// How a phrase begins; the second phrase of a pair goes on in the same way.
    enum Lead { case whose, with, own }

    /// One comparison, over words.
    struct Phrase {
        var lead: Lead
        /// Without the leading word of `whose` and `with`.
        var text: String

        var full: String {
            switch lead {
            case .whose: "whose " + text
            case .with: "with " + text
            case .own: text
            }
        }
    }

    /// A text column against one of its values.
    static func phrase(
        _ column: TextColumn, _ comparator: Comparator, _ value: String, lead asked: Lead?,
        using generator: inout SeededGenerator
    ) -> Phrase {
        if asked == nil, comparator == .equal, !column.phrases.isEmpty, generator.chance(60) {
            let template = generator.pick(column.phrases)
            return Phrase(lead: .own, text: PhraseTemplate.fill(template) { _ in value })
        }
        let lead = asked ?? (generator.chance(50) ? .whose : .with)
        let words =
            switch (lead, comparator) {
            case (.whose, .notEqual): generator.pick(["is not", "is other than"])
            case (.whose, _): generator.pick(["is", "is", "equals"])
            case (_, .notEqual): generator.pick(["other than", "different from"])
            default: ""
            }
        let text = column.noun + (words.isEmpty ? " " : " \(words) ") + value
        return Phrase(lead: lead, text: text)
    }

    /// A column of numbers against a number.
    static func phrase(
        _ column: MeasureColumn, _ comparator: Comparator, _ value: Int, lead asked: Lead?,
        using generator: inout SeededGenerator
    ) -> Phrase {
        let lead = asked ?? (generator.chance(50) ? .whose : .with)
        if lead == .with, column.isPlural, comparator != .notEqual, generator.chance(70) {
            let amount = generator.pick(pluralAmounts[comparator.rawValue])
            return Phrase(lead: lead, text: "\(amount) \(value) \(column.noun)")
        }
        let words: [String]
        if lead == .whose {
            let be = column.isPlural ? "are" : "is"
            words = whoseWords[comparator.rawValue].map { "\(be) \($0)" }
        } else {
            words = withWords[comparator.rawValue]
        }
        let word = generator.pick(words)
        return Phrase(
            lead: lead,
            text: column.noun + " "
                + PhraseTemplate.fill(word.contains("{v}") ? word : word + " {v}") { _ in
                    String(value)
                })
    }

    /// Two phrases as one, the second shortened where it goes on like the first.
    static func join(_ first: Phrase, _ second: Phrase, _ joint: FormulaCondition.Joint) -> String {
        let word = joint == .and ? " and " : " or "
        if first.lead == .own, joint == .and, second.lead == .with {
            return first.full + " " + second.full
        }
        if first.lead == .with, second.lead == .with { return first.full + word + second.text }
        return first.full + word + second.full
    }

    // MARK: Words by `Comparator.rawValue`

    private static let whoseWords: [[String]] = [
        ["exactly", "equal to"], ["not", "other than"],
        ["above", "greater than", "more than", "over"], ["below", "less than", "under"],
        ["at least", "{v} or more", "no less than"], ["at most", "{v} or less", "no more than"],
    ]
    private static let withWords: [[String]] = [
        ["of exactly", "equal to"], ["other than", "different from"],
        ["above", "over", "of more than", "greater than"],
        ["below", "under", "of less than", "less than"], ["of at least", "of {v} or more"],
        ["of at most", "of {v} or less"],
    ]
    private static let pluralAmounts: [[String]] = [
        ["exactly"], [], ["more than", "over"], ["fewer than", "under"], ["at least"],
        ["at most", "no more than"],
    ]
}
