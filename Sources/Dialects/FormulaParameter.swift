/// The part that an argument plays in a call.
package enum FormulaParameter: String, Sendable, CaseIterable, Hashable {
    /// A column of numbers.
    case measure
    /// A column of any kind.
    case column
    /// The column whose cells are the answer.
    case label
    /// The column that is searched.
    case key
    /// The text searched for.
    case value
    /// The column of numbers that ranks the rows.
    case order
    /// The column whose equal cells make a group.
    case group
    /// How many rows are wanted.
    case quantity
    case number, firstNumber, secondNumber
    /// How many decimals are kept.
    case digits

    /// Words that documentation may use for it.
    var wordings: [String] {
        switch self {
        case .measure: ["numbers", "measure", "figures", "amounts"]
        case .column: ["column", "field", "col"]
        case .label: ["result", "label", "target", "output"]
        case .key: ["key", "search", "matched"]
        case .value: ["text", "value", "term"]
        case .order: ["rank", "order", "score", "ranking"]
        case .group: ["group", "category", "class", "grouping"]
        case .quantity: ["n", "limit", "size", "amount"]
        case .number: ["number", "x", "input"]
        case .firstNumber: ["a", "first", "left"]
        case .secondNumber: ["b", "second", "right"]
        case .digits: ["digits", "places", "precision"]
        }
    }
}
