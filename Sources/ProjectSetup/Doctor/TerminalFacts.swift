import Foundation

/// What the terminal and the environment tell of the screen.
package struct TerminalFacts: Sendable, Equatable {
    /// Of the process.
    package var environment: [String: String]
    /// Nil where standard output is no terminal.
    package var size: (columns: Int, rows: Int)?

    /// Facts from elsewhere, such as a test.
    package init(environment: [String: String], size: (columns: Int, rows: Int)?) {
        self.environment = environment
        self.size = size
    }

    /// Of this process.
    package static var current: TerminalFacts {
        var window = winsize()
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isKnown = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0
        return TerminalFacts(
            environment: ProcessInfo.processInfo.environment,
            size: isKnown ? (Int(window.ws_col), Int(window.ws_row)) : nil)
    }

    /// Written out, as a pair has no `==` of its own for the compiler to use.
    package static func == (left: TerminalFacts, right: TerminalFacts) -> Bool {
        left.environment == right.environment && left.size?.columns == right.size?.columns
            && left.size?.rows == right.size?.rows
    }

    /// What the workbench needs to show its panes.
    private static let leastColumns = 40
    private static let leastRows = 10
    /// Charts in braille, in blocks and in ASCII: whoever reads it sees which of them arrive.
    package static let strip = "⣀⣠⣴⣾⣿⡿⠟⠋  ▁▂▃▄▅▆▇█  .:-=+*#@"

    /// Type, size, locale, and a strip of characters to look at.
    package var checks: [DoctorCheck] {
        [typeCheck, sizeCheck, localeCheck, stripCheck]
    }

    // MARK: Colours

    /// How many colours the terminal's name speaks for; the workbench asks terminfo itself.
    private var colorCount: Int {
        let name = environment["TERM"] ?? ""
        if ["256color", "direct", "kitty", "alacritty", "ghostty"].contains(where: name.contains) {
            return 256
        }
        let plain = ["", "dumb", "unknown", "vt", "ansi-m", "network"]
        return plain.contains { $0.isEmpty ? name.isEmpty : name.hasPrefix($0) } ? 0 : 8
    }

    private var typeCheck: DoctorCheck {
        let name = environment["TERM"] ?? ""
        guard !name.isEmpty, name != "dumb" else {
            return DoctorCheck(
                "terminal", .warning, name.isEmpty ? "TERM is not set" : "TERM is dumb",
                advice: "Commands work, the workbench does not: set TERM, such as "
                    + "TERM=xterm-256color.")
        }
        let colors =
            if environment["NO_COLOR"]?.isEmpty == false {
                "no colours, as NO_COLOR is set"
            } else if colorCount == 0 {
                "no colours"
            } else {
                colorCount == 256 ? "256 colours" : "8 or 16 colours"
            }
        return DoctorCheck("terminal", .ok, "\(name), \(colors)")
    }

    private var sizeCheck: DoctorCheck {
        guard let size else {
            return DoctorCheck("size", .ok, "standard output is no terminal")
        }
        let finding = "\(size.columns) columns, \(size.rows) rows"
        guard size.columns >= Self.leastColumns, size.rows >= Self.leastRows else {
            return DoctorCheck(
                "size", .warning, finding,
                advice: "The workbench needs \(Self.leastColumns)x\(Self.leastRows): make the "
                    + "window larger.")
        }
        return DoctorCheck("size", .ok, finding)
    }

    // MARK: Characters

    /// The setting that counts, by the C library's order.
    private var localeSetting: (name: String, value: String)? {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            if let value = environment[name], !value.isEmpty { return (name, value) }
        }
        return nil
    }

    private var localeCheck: DoctorCheck {
        let setting = localeSetting
        let finding = setting.map { "\($0.name) is \($0.value)" } ?? "LANG is not set"
        let value = setting?.value.uppercased() ?? ""
        guard value.contains("UTF-8") || value.contains("UTF8") else {
            return DoctorCheck(
                "locale", .warning, finding,
                advice: "The workbench falls back to C.UTF-8. If the strip below shows question "
                    + "marks, set LANG=C.UTF-8.")
        }
        return DoctorCheck("locale", .ok, finding)
    }

    private var stripCheck: DoctorCheck { DoctorCheck("characters", .ok, Self.strip) }
}
