/// A regular expression as a tree.
indirect enum RegexNode: Sendable {
    enum Greed: Sendable { case greedy, lazy, possessive }
    enum Anchor: Sendable {
        case lineStart, lineEnd, textStart, textEnd, textEndOrLastNewline
        case wordBoundary, notWordBoundary
    }

    case set(ScalarSet)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case repetition(RegexNode, minimum: Int, maximum: Int?, greed: Greed)
    case lookahead(RegexNode, isNegative: Bool)
    case atomic(RegexNode)
    case anchor(Anchor)

    /// Whether the node can match without taking a scalar.
    var canBeEmpty: Bool {
        switch self {
        case .set: false
        case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
        case .alternatives(let choices): choices.contains(where: \.canBeEmpty)
        case .repetition(let body, let minimum, _, _): minimum == 0 || body.canBeEmpty
        case .lookahead, .anchor: true
        case .atomic(let body): body.canBeEmpty
        }
    }

    /// The scalars that a match can begin with; nil where it can be empty.
    var firstScalars: ScalarSet? {
        switch self {
        case .set(let set): return set
        case .sequence(let parts):
            var result = ScalarSet.empty
            for part in parts {
                if part.canBeEmpty {
                    // What an empty-able part starts with, when it takes something.
                    switch part {
                    case .repetition(let body, _, _, _):
                        guard let first = body.firstScalars else { return nil }
                        result = result.union(first)
                    case .lookahead, .anchor: continue
                    default: return nil
                    }
                } else {
                    return part.firstScalars.map(result.union)
                }
            }
            return nil
        case .alternatives(let choices):
            var result = ScalarSet.empty
            for choice in choices {
                guard let first = choice.firstScalars else { return nil }
                result = result.union(first)
            }
            return result
        case .repetition(let body, let minimum, _, _):
            return minimum == 0 ? nil : body.firstScalars
        case .lookahead, .anchor: return nil
        case .atomic(let body): return body.firstScalars
        }
    }
}
