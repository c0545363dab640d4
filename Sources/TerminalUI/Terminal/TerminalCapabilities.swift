/// What a terminal can show.
package struct TerminalCapabilities: Hashable, Sendable {
    package var colorTier: ColorTier
    /// False: only ASCII is drawn.
    package var hasUnicode: Bool

    package init(colorTier: ColorTier, hasUnicode: Bool) {
        self.colorTier = colorTier
        self.hasUnicode = hasUnicode
    }
}
