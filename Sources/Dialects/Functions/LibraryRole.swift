/// The part that an argument plays in a helper's call, beside what the helper works on.
package enum LibraryRole: String, Sendable, CaseIterable, Hashable {
    /// A bound that is itself left out.
    case limit
    /// Bounds that are themselves kept.
    case low, high
    /// How many items are wanted.
    case size
    /// How far the items that are taken stand apart.
    case step
    case amount, factor
    case direction, parity
    case separator, prefix
    case old, new
    /// How often a text is repeated.
    case times

    /// What kind of value it takes; nil for a constant.
    var kind: LibraryKind? {
        switch self {
        case .limit, .low, .high, .size, .step, .amount, .factor, .times: .number
        case .separator, .prefix, .old, .new: .text
        case .direction, .parity: nil
        }
    }

    /// The constants it chooses from; none where it takes a value.
    var constants: [LibraryConstant] {
        switch self {
        case .direction: [.ascending, .descending]
        case .parity: [.even, .odd]
        default: []
        }
    }

    /// Words that a dialect may use for it, in signatures and as keywords.
    ///
    /// None is a word of Python, or a name that the prelude needs.
    var wordings: [String] {
        switch self {
        case .limit: ["limit", "border", "bar", "edge"]
        case .low: ["low", "lower", "minor", "least"]
        case .high: ["high", "upper", "major", "most"]
        case .size: ["n", "size", "quantity", "wanted"]
        case .step: ["step", "gap", "stride", "hop"]
        case .amount: ["amount", "plus", "extra", "delta"]
        case .factor: ["factor", "scale", "rate", "mult"]
        case .direction: ["order", "direction", "way", "sense"]
        case .parity: ["kind", "parity", "group", "choice"]
        case .separator: ["separator", "sep", "mark", "delimiter"]
        case .prefix: ["prefix", "letters", "head", "opener"]
        case .old: ["old", "before", "wrong", "a"]
        case .new: ["new", "after", "right", "b"]
        case .times: ["copies", "repeats", "k", "reps"]
        }
    }

    /// Names that a program's own parameter may have where it stands for this argument.
    var parameterNames: [String] {
        switch self {
        case .limit: ["cutoff", "threshold", "bound", "ceiling", "target"]
        case .low: ["floor", "bottom", "minimum", "lowest"]
        case .high: ["roof", "top", "maximum", "highest"]
        case .size: ["count", "quota", "places", "seats"]
        case .step: ["pace", "interval", "spacing", "period"]
        case .amount: ["bonus", "offset", "surcharge", "shift"]
        case .factor: ["multiplier", "ratio", "multiple", "gain"]
        case .separator: ["glue", "divider", "symbol", "joint"]
        case .prefix: ["lead", "opening", "initial", "stem"]
        case .old: ["current", "former", "typo", "present"]
        case .new: ["substitute", "correct", "fresh", "later"]
        case .times: ["rounds", "turns", "loops", "cycles"]
        case .direction, .parity: []
        }
    }
}
