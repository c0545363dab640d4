/// What a function of a formula dialect does, whatever a dialect calls it.
package enum FormulaFunction: String, Sendable, CaseIterable, Hashable {
    case total, average, count, maximum, minimum, median, spread, deviation
    case distinctCount, distinctList, mostFrequent, select, first, last
    case lookup, top, bottom, labelOfMaximum, labelOfMinimum, sortUp, sortDown
    case groupTotal, groupAverage, groupCount
    case share, addition, difference, ratio, rounding

    /// The parameters in canonical order; a dialect may put them in another one.
    package var parameters: [FormulaParameter] {
        switch self {
        case .total, .average, .maximum, .minimum, .median, .spread, .deviation, .share:
            [.measure]
        case .count: []
        case .distinctCount, .distinctList, .mostFrequent, .select, .first, .last: [.column]
        case .lookup: [.label, .key, .value]
        case .top, .bottom: [.label, .order, .quantity]
        case .labelOfMaximum, .labelOfMinimum, .sortUp, .sortDown: [.label, .order]
        case .groupTotal, .groupAverage: [.measure, .group]
        case .groupCount: [.group]
        case .addition, .difference, .ratio: [.firstNumber, .secondNumber]
        case .rounding: [.number, .digits]
        }
    }

    /// Whether the rows it works on may be narrowed by a condition.
    package var takesCondition: Bool {
        switch self {
        case .total, .average, .count, .maximum, .minimum, .median, .spread, .deviation,
            .distinctCount, .distinctList, .mostFrequent, .select, .first, .last, .share:
            true
        default: false
        }
    }

    /// Whether it means nothing without a condition.
    package var requiresCondition: Bool { self == .share }

    /// Whether its result is one number that other functions may take.
    package var isOperand: Bool {
        switch self {
        case .total, .average, .count, .maximum, .minimum, .median, .distinctCount: true
        default: false
        }
    }

    /// Whether its arguments are other calls.
    package var isNested: Bool {
        switch self {
        case .addition, .difference, .ratio, .rounding: true
        default: false
        }
    }

    /// Whether its result is a list.
    package var givesList: Bool {
        switch self {
        case .distinctList, .select, .top, .bottom, .sortUp, .sortDown, .groupTotal,
            .groupAverage, .groupCount:
            true
        default: false
        }
    }

    /// The functions that work on one column (or on none): where a curriculum begins.
    package static let simple: [FormulaFunction] = [
        .total, .average, .count, .maximum, .minimum, .median, .distinctCount, .distinctList,
        .mostFrequent, .first, .last, .spread, .deviation,
    ]
}
