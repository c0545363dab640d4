/// A colour as a terminal understands it, with no meaning attached.
package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case `default`
    /// One of the sixteen that the user's terminal theme sets: 0-7 plain, 8-15 bright.
    case ansi(UInt8)
    /// One of the 256 of xterm's palette.
    case palette(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}
