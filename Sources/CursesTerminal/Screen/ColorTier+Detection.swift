import TerminalUI

extension ColorTier {
    /// What a terminal with so many colours shows for this user.
    ///
    /// NO_COLOR (https://no-color.org) counts where it is set and not empty. COLORTERM is not
    /// asked: terminfo has no entry for direct colour on most systems, and 256 are enough.
    static func detected(colorCount: Int, environment: [String: String]) -> ColorTier {
        if let noColor = environment["NO_COLOR"], !noColor.isEmpty { return .mono }
        if colorCount >= 256 { return .palette256 }
        return colorCount >= 8 ? .ansi16 : .mono
    }
}
