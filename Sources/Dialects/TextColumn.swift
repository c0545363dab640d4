/// A column of text, or of years.
struct TextColumn: Sendable, Equatable {
    var header: String
    var noun: String
    var plural: String
    var values: [String]
    /// Where values have a way of their own to be asked for, such as `in the {v} region`.
    var phrases: [String]

    init(
        _ header: String, plural: String, values: String, phrases: [String] = []
    ) {
        self.header = header
        self.noun = header.lowercased()
        self.plural = plural
        self.values = values.split(separator: ",").map {
            String($0.drop { $0 == " " })
        }
        self.phrases = phrases
    }

    /// A cell as a formula has it: years are numbers.
    func value(_ cell: String) -> FormulaValue {
        if let number = Int(cell) { return .number(number) }
        return .text(cell)
    }
}
