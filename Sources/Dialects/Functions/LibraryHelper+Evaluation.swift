extension LibraryHelper {
    /// What the helper gives for a value and its arguments in canonical order: the meaning that
    /// the Python definitions are tested against.
    ///
    /// Precondition: kinds and number of the arguments are the helper's.
    func evaluate(_ subject: LibraryValue, _ arguments: [LibraryArgument.Known]) -> LibraryValue {
        switch (self, subject) {
        case (_, .numbers(let numbers)):
            if let result = overNumbers(numbers, arguments) { return result }
            return .numbers(overList(numbers, arguments))
        case (.count, .words(let words)): return .number(words.count)
        case (.longestWord, .words(let words)):
            // The first of several that are equally long, as Python's `max` has it.
            return .text(
                words.reduce("") { $1.utf8.count > $0.utf8.count ? $1 : $0 })
        case (.join, .words(let words)):
            return .text(words.joined(separator: arguments[0].text))
        case (.beginningWith, .words(let words)):
            return .words(words.filter { $0.hasPrefix(arguments[0].text) })
        case (_, .words(let words)): return .words(overList(words, arguments))
        case (_, .text(let text)): return overText(text, arguments)
        case (_, .number), (_, .fraction):
            preconditionFailure("No helper works on a single number")
        }
    }

    private func overNumbers(
        _ numbers: [Int], _ arguments: [LibraryArgument.Known]
    ) -> LibraryValue? {
        switch self {
        case .keepAbove: .numbers(numbers.filter { $0 > arguments[0].number })
        case .keepBelow: .numbers(numbers.filter { $0 < arguments[0].number })
        case .keepBetween:
            .numbers(
                numbers.filter { $0 >= arguments[0].number && $0 <= arguments[1].number })
        case .keepParity:
            .numbers(numbers.filter { ($0 % 2 == 0) == (arguments[0].constant == .even) })
        case .addToEach: .numbers(numbers.map { $0 + arguments[0].number })
        case .multiplyEach: .numbers(numbers.map { $0 * arguments[0].number })
        case .sort:
            .numbers(
                arguments[0].constant == .ascending ? numbers.sorted() : numbers.sorted(by: >))
        case .sum: .number(numbers.reduce(0, +))
        case .mean:
            numbers.isEmpty
                ? .number(0) : .fraction(Double(numbers.reduce(0, +)) / Double(numbers.count))
        case .largest: .number(numbers.max() ?? 0)
        case .smallest: .number(numbers.min() ?? 0)
        case .count: .number(numbers.count)
        default: nil
        }
    }

    private func overList<Element: Hashable>(
        _ items: [Element], _ arguments: [LibraryArgument.Known]
    ) -> [Element] {
        switch self {
        case .firstItems: return Array(items.prefix(arguments[0].number))
        case .lastItems: return Array(items.suffix(arguments[0].number))
        case .everyNth:
            return stride(from: 0, to: items.count, by: arguments[0].number).map { items[$0] }
        case .reverse: return items.reversed()
        case .distinct:
            var seen = Set<Element>()
            return items.filter { seen.insert($0).inserted }
        default: preconditionFailure("\(self) does not work on a list")
        }
    }

    private func overText(_ text: String, _ arguments: [LibraryArgument.Known]) -> LibraryValue {
        switch self {
        case .split:
            .words(
                text.split(separator: arguments[0].text, omittingEmptySubsequences: false)
                    .map(String.init))
        case .upper: .text(text.uppercased())
        case .lower: .text(text.lowercased())
        case .replace: .text(text.replacing(arguments[0].text, with: arguments[1].text))
        case .repeatText: .text(String(repeating: text, count: arguments[0].number))
        case .length: .number(text.utf8.count)
        default: preconditionFailure("\(self) does not work on a text")
        }
    }
}
