import TerminalUI

/// Numbers for pairs of colours, given out as they come into use.
///
/// A terminal holds a limited number of them, the Linux console as few as 64.
struct ColorPairTable {
    /// ncurses' numbers for a foreground and a background; -1 is the terminal's own.
    struct Pair: Hashable {
        var foreground: Int32
        var background: Int32
    }

    /// Pairs beyond the terminal's own one.
    let capacity: Int
    private(set) var numbers: [Pair: Int32] = [:]

    init(capacity: Int) { self.capacity = max(0, capacity) }

    var isFull: Bool { numbers.count >= capacity }

    /// The pair's number, and whether the terminal must be told of it first; nil where no number
    /// is left.
    mutating func number(of pair: Pair) -> (number: Int32, isNew: Bool)? {
        if pair == Pair(foreground: -1, background: -1) { return (0, false) }
        if let known = numbers[pair] { return (known, false) }
        guard !isFull else { return nil }
        let number = Int32(numbers.count + 1)
        numbers[pair] = number
        return (number, true)
    }

    mutating func removeAll() { numbers = [:] }
}
