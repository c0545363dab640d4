/// A style for every role, within what a terminal can show.
package struct Theme: Equatable, Sendable {
    package let name: String
    package let tier: ColorTier
    private let styles: [ThemeRole: Style]

    /// Chooses for each role the style that the theme names for this tier, or brings its full one
    /// down to it.
    package init(_ file: ThemeFile = .default, tier: ColorTier) {
        name = file.name
        self.tier = tier
        var styles: [ThemeRole: Style] = [:]
        for role in ThemeRole.allCases { styles[role] = file.style(of: role, tier: tier) }
        self.styles = styles
    }

    package subscript(role: ThemeRole) -> Style { styles[role] ?? .plain }

    /// The colour of one of many lines, the same for the same number.
    package func series(_ number: Int) -> Style {
        let roles: [ThemeRole] = [
            .series1, .series2, .series3, .series4, .series5, .series6, .series7, .series8,
        ]
        return self[roles[((number % 8) + 8) % 8]]
    }
}
