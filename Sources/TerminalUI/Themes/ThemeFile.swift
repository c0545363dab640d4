/// A theme as its file says it, before it is brought to a terminal.
///
/// One `role: style` a line, the style in quotes: a colour, `on` and a background colour, and
/// attributes. `role.16` and `role.mono` say what to use on terminals with fewer colours. A role
/// that is missing keeps the built-in style.
package struct ThemeFile: Equatable, Sendable {
    /// Something in a theme file that is not understood; the rest is used.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        package var file: String
        package var line: Int
        package var text: String

        package var description: String { "\(file), line \(line): \(text)" }
    }

    package private(set) var name: String
    private var full: [ThemeRole: Style]
    private var ansi16: [ThemeRole: Style]
    private var mono: [ThemeRole: Style]

    /// The built-in theme.
    package static let `default`: ThemeFile = {
        var theme = ThemeFile(name: "default")
        _ = theme.read(defaultText, file: "built-in theme")
        return theme
    }()

    private init(name: String) {
        self.name = name
        full = [:]
        ansi16 = [:]
        mono = [:]
    }

    /// Reads a theme over the built-in one.
    ///
    /// - Returns: the theme, and all that was not understood.
    package static func parse(_ text: String, file: String) -> (ThemeFile, [Problem]) {
        var theme = Self.default
        let problems = theme.read(text, file: file)
        return (theme, problems)
    }

    func style(of role: ThemeRole, tier: ColorTier) -> Style {
        let style = full[role] ?? .plain
        switch tier {
        case .truecolor: return style
        case .palette256: return style.quantized(to: tier)
        case .ansi16: return ansi16[role] ?? style.quantized(to: tier)
        case .mono:
            return (mono[role] ?? style).quantized(to: .mono)
        }
    }

    private mutating func read(_ text: String, file: String) -> [Problem] {
        var problems: [Problem] = []
        var seen: Set<String> = []
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() {
            do throws(ThemeFileError) {
                guard let (key, value) = try ThemeFileLine.parse(String(line)) else { continue }
                guard seen.insert(key).inserted else {
                    throw ThemeFileError("\"\(key)\" stands in the file twice.")
                }
                try set(key, value)
            } catch {
                problems.append(Problem(file: file, line: index + 1, text: error.text))
            }
        }
        return problems
    }

    private mutating func set(_ key: String, _ value: String) throws(ThemeFileError) {
        if key == "name" {
            name = value
            return
        }
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard let roleName = parts.first, let role = ThemeRole(rawValue: roleName) else {
            throw ThemeFileError("There is no role \"\(key)\".")
        }
        let style = try ThemeFileLine.style(value)
        switch parts.dropFirst().first {
        case nil:
            full[role] = style
            // What the built-in theme says for fewer colours would not fit another colour.
            ansi16[role] = nil
        case "16": ansi16[role] = style
        case "mono": mono[role] = style
        case let tier?: throw ThemeFileError("\"\(tier)\" is no tier; use \"16\" or \"mono\".")
        }
    }
}
