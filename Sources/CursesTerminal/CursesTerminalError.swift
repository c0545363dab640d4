/// Why the screen cannot be taken.
package enum CursesTerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is a file or a pipe.
    case notATerminal(stream: String)
    /// TERM is not set.
    case terminalUnnamed
    /// No terminfo entry has the name in TERM.
    case terminalUnknown(name: String)
    /// The terminal cannot place its cursor.
    case terminalTooSimple(name: String)
    /// A call to the system failed.
    case systemCall(name: String, reason: String)
    /// Another object of this process holds the screen.
    case alreadyOpen

    private static let instead =
        "use the commands that need no screen, `promptintern --help` lists them."

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "The workbench needs a terminal, but standard \(stream) is none (a file or a pipe). "
                + "Start it in a terminal without redirection, or " + Self.instead
        case .terminalUnnamed:
            "The environment variable TERM is not set, so the kind of terminal is unknown. "
                + "Set it, for example TERM=xterm-256color, or " + Self.instead
        case .terminalUnknown(let name):
            "The terminal \"\(name)\" (environment variable TERM) has no terminfo entry on this "
                + "machine. Install the package ncurses-term, or set TERM=xterm-256color, or "
                + Self.instead
        case .terminalTooSimple(let name):
            "The terminal \"\(name)\" (environment variable TERM) cannot place its cursor. "
                + "Start the workbench in another terminal, or " + Self.instead
        case .systemCall(let name, let reason):
            "The terminal cannot be used: \(name) failed with \"\(reason)\". "
                + "Start the workbench in another terminal, or " + Self.instead
        case .alreadyOpen:
            "The screen is already in use by this program. Close the first use before a second."
        }
    }
}
