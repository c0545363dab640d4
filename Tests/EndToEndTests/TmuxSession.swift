import Foundation
import TestSupport

/// A shell in a real terminal of a fixed size: tmux, on a server of its own.
///
/// The server goes away with its owner, and with it everything that still runs in it.
final class TmuxSession: Sendable {
    /// What a program must leave as it found it.
    struct Flags: Equatable, Sendable {
        var isAlternateScreen: Bool
        var isCursorVisible: Bool
        var isMouseTaken: Bool

        static let shell = Flags(
            isAlternateScreen: false, isCursorVisible: true, isMouseTaken: false)

        /// Whether a program on the whole screen has the terminal; its cursor may stand at the focus
        /// or be hidden.
        var isTaken: Bool { isAlternateScreen && isMouseTaken }
    }

    private let folder: TemporaryFolder
    private var socket: String { folder.url.appending(path: "socket").path }
    private static let prompt = "ready$"

    static let isInstalled: Bool =
        (try? CommandResult.run(["tmux", "-V"]))?.status == 0

    init(width: Int = 100, height: Int = 30, environment: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        let shell =
            "env PS1='\(Self.prompt) ' "
            + environment.map { "\($0.key)='\($0.value)' " }.sorted().joined()
            + "sh -i"
        try tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(width)", "-y", "\(height)", shell)
        // A command of the harness must not ring, mark or rename; a resize must come from it.
        try tmux("set-option", "-g", "status", "off")
        try tmux("set-option", "-g", "window-size", "manual")
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    deinit { _ = try? CommandResult.run(["tmux", "-S", socket, "kill-server"]) }

    /// Types text as it is.
    func type(_ text: String) throws { try tmux("send-keys", "-l", "--", text) }

    /// Presses keys by tmux's names: `Enter`, `Left`, `Escape`, `C-z`, `q`.
    func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

    /// Types a command line and starts it.
    func run(_ command: String) throws {
        try type(command)
        try press("Enter")
    }

    func resize(width: Int, height: Int) throws {
        try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    /// What is on the screen now, blanks at line ends dropped.
    func screen() throws -> String {
        try tmux("capture-pane", "-p").trimmingCharacters(in: .newlines)
    }

    func flags() throws -> Flags {
        let text = try tmux(
            "display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}")
        let words = text.split(whereSeparator: \.isWhitespace)
        return Flags(
            isAlternateScreen: words.first == "1", isCursorVisible: words.dropFirst().first == "1",
            isMouseTaken: words.dropFirst(2).first == "1")
    }

    /// Waits until the screen holds a text, and returns the screen.
    @discardableResult
    func wait(for text: String, seconds: Double = 20) throws -> String {
        try wait(for: "\"\(text)\" on the screen", seconds: seconds) { $0.contains(text) }
    }

    /// Waits until the terminal is in a state, as after leaving a program.
    func wait(for flags: Flags, seconds: Double = 20) throws {
        try wait(for: "\(flags)", seconds: seconds) { _ in try self.flags() == flags }
    }

    /// Waits until a program has taken the whole screen.
    func waitUntilTaken(seconds: Double = 20) throws {
        try wait(for: "a program on the whole screen", seconds: seconds) { _ in
            try flags().isTaken
        }
    }

    /// Waits until the screen fulfils a condition, and returns the screen.
    ///
    /// Looking again after a pause is the only way to follow a program in a terminal; the pause is
    /// no guess about its speed, since only the deadline decides.
    @discardableResult
    func wait(
        for what: String, seconds: Double = 20, until isDone: (String) throws -> Bool
    ) throws -> String {
        let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
        while true {
            let screen = try screen()
            if try isDone(screen) { return screen }
            guard ContinuousClock.now < deadline else {
                throw TmuxError.timedOut(waitingFor: what, seconds: seconds, screen: screen)
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// The terminal's line settings, as `stty -g` writes them; needs a shell that waits.
    func lineSettings() throws -> String {
        let marker = UUID().uuidString.prefix(8)
        try run("clear; stty -g; echo end-\(marker)")
        let screen = try wait(for: "line settings", seconds: 20) {
            $0.split(separator: "\n").contains("end-\(marker)")
        }
        return screen.split(separator: "\n").first { $0.contains(":") }.map(String.init) ?? screen
    }

    /// Sends a signal to the program that the shell has started.
    func sendSignal(_ signal: Int32) throws {
        let shell = try tmux("display-message", "-p", "#{pane_pid}")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let children = try String(
            contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
        guard let program = children.split(separator: " ").first.flatMap({ pid_t($0) }),
            kill(program, signal) == 0
        else { throw TmuxError.noProgram(shell: shell) }
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let result = try CommandResult.run(
            ["tmux", "-S", socket] + arguments,
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "TMUX": ""])
        guard result.status == 0 else {
            throw TmuxError.command(arguments: arguments, error: result.error)
        }
        return result.output
    }
}
