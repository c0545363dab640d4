/// Colours and attributes of a cell.
package struct Style: Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var attributes: TextAttributes

    package init(
        foreground: Color = .default, background: Color = .default,
        attributes: TextAttributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours.
    package static let plain = Style()

    /// The style with more attributes.
    package func adding(_ more: TextAttributes) -> Style {
        Style(
            foreground: foreground, background: background, attributes: attributes.union(more))
    }

    /// The style laid over another one: its own colours where it has any, and the attributes of
    /// both.
    package func over(_ lower: Style) -> Style {
        Style(
            foreground: foreground == .default ? lower.foreground : foreground,
            background: background == .default ? lower.background : background,
            attributes: attributes.union(lower.attributes))
    }
}
