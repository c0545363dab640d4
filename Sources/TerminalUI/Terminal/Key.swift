/// A key of the keyboard.
package enum Key: Hashable, Sendable {
    /// What a key types, shift included: `a`, `A`, `?`, ` `.
    case character(Character)
    case enter, tab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 is 1.
    case function(Int)
}
