import CNcurses
import Foundation
import Glibc
import Synchronization
import TerminalUI

/// The user's terminal: ncurses draws, our own decoder reads.
///
/// One at a time in a process, used from one thread. While it is open, standard error goes to a
/// log, SIGTERM, SIGHUP, SIGINT and SIGQUIT arrive as `InputEvent.hangUp` (a second one ends the
/// process), and a crash gives the terminal back before it takes its usual way.
package final class CursesTerminal: Terminal {
    package private(set) var size: Size
    package let capabilities: TerminalCapabilities
    /// Where standard error goes meanwhile; nil where no file could be written.
    package var logURL: URL? { log.url }

    let pipe: SelfPipe
    var decoder = InputDecoder()
    /// When what the decoder holds open must be decided.
    var flushDeadline: ContinuousClock.Instant?
    /// False once the terminal is gone.
    var isInputOpen = true
    var styler: CellStyler
    /// What the terminal shows; nil where that is unknown.
    var shown: ScreenBuffer?
    private let log: StandardErrorLog
    private let usesMouse: Bool
    private var isOpen = true

    /// Takes the terminal.
    ///
    /// - Parameters:
    ///   - environment: TERM, NO_COLOR and XDG_STATE_HOME are read from it.
    ///   - usesMouse: whether clicks and the wheel come to us; without, the terminal's own
    ///     selection of text works as always.
    ///   - logFile: where standard error goes; the user's state folder where nil.
    /// - Throws: `CursesTerminalError`; the terminal is then as it was.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        usesMouse: Bool = true, logFile: URL? = nil
    ) throws {
        try Self.checkStreams()
        guard let pipe = SelfPipe.shared else {
            throw CursesTerminalError.systemCall(name: "pipe", reason: Self.lastError)
        }
        self.pipe = pipe
        self.usesMouse = usesMouse
        let hasUnicode = CharacterEncoding.select()
        try Self.checkCapabilities(environment)
        let state = EmergencyState.shared
        guard tcgetattr(STDIN_FILENO, &state.pointee.settings) == 0 else {
            throw CursesTerminalError.systemCall(name: "tcgetattr", reason: Self.lastError)
        }
        EmergencyState.set(\.resetText, EmergencyState.resetText())
        log = StandardErrorLog(
            preferred: logFile ?? StandardErrorLog.defaultURL(environment: environment))
        // Before newterm, which leaves signals alone that have a handler.
        SignalHandlers.install()
        _ = atexitRegistration
        SignalFlags.isScreenUp.store(true, ordering: .sequentiallyConsistent)
        guard nc_newterm() else {
            let name = environment["TERM"] ?? ""
            SignalFlags.isScreenUp.store(false, ordering: .sequentiallyConsistent)
            SignalHandlers.remove()
            _ = log.stop()
            throw CursesTerminalError.terminalUnknown(name: name)
        }
        start_color()
        use_default_colors()
        let tier = ColorTier.detected(colorCount: Int(nc_colors()), environment: environment)
        capabilities = TerminalCapabilities(colorTier: tier, hasUnicode: hasUnicode)
        styler = CellStyler(
            tier: tier, colorCount: Int(nc_colors()), pairCount: Int(nc_pairs()))
        size = Size(width: Int(getmaxx(nc_stdscr())), height: Int(getmaxy(nc_stdscr())))
        configure()
        updateSize()
        enterModes()
    }

    deinit { restore() }

    /// Wakes `readEvents` from any thread; it then returns `InputEvent.wake`.
    package static func wake() {
        SignalFlags.woken.store(true, ordering: .sequentiallyConsistent)
        SelfPipe.shared?.wake()
    }

    package func invalidate() { shown = nil }

    package func bell() { beep() }

    package func suspend() {
        guard isOpen else { return }
        leaveModes()
        // A process group stops as a whole: `make` and a shell between us and the user too.
        SignalHandlers.useDefaultStop()
        kill(0, SIGTSTP)
        SignalHandlers.installStop()
        resume()
    }

    package func restore() {
        guard isOpen else { return }
        isOpen = false
        leaveModes()
        SignalFlags.isScreenUp.store(false, ordering: .sequentiallyConsistent)
        var settings = EmergencyState.shared.pointee.settings
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        SignalHandlers.remove()
        if let text = log.stop() {
            let place = logURL.map { " (log: \($0.path))" } ?? ""
            TerminalModes.write(
                "Messages while the screen was up\(place):\n\(text)\n", to: STDERR_FILENO)
        }
    }

    /// Takes the terminal again after the process was stopped, whoever stopped it.
    func resume() {
        SignalFlags.continued.store(false, ordering: .sequentiallyConsistent)
        SignalFlags.stopRequested.store(false, ordering: .sequentiallyConsistent)
        // Stopped without notice (SIGSTOP): the shell may have changed the terminal's settings, and
        // leaving first makes ncurses set all of its own again with the next update. Leaving twice
        // would move the shell's cursor to where it was long ago.
        if !isendwin() { endwin() }
        reset_prog_mode()
        updateSize()
        invalidate()
        clearok(nc_curscr(), true)
        doupdate()
        SignalFlags.isScreenUp.store(true, ordering: .sequentiallyConsistent)
        enterModes()
    }

    /// Asks the system for the size, tells ncurses, and returns whether it changed.
    @discardableResult
    func updateSize() -> Bool {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
            window.ws_row > 0
        else { return false }
        let now = Size(width: Int(window.ws_col), height: Int(window.ws_row))
        guard now != size else { return false }
        resizeterm(Int32(now.height), Int32(now.width))
        size = now
        invalidate()
        return true
    }

    private func configure() {
        raw()
        noecho()
        nonl()
        // Else ncurses looks for input before it draws, and puts the drawing off.
        typeahead(-1)
        intrflush(nc_stdscr(), false)
        scrollok(nc_stdscr(), false)
        leaveok(nc_stdscr(), false)
        curs_set(0)
        // The first update clears the screen, before anything is known to be on it.
        clearok(nc_curscr(), true)
        doupdate()
    }

    private func enterModes() {
        TerminalModes.write(TerminalModes.enter + (usesMouse ? TerminalModes.enterMouse : ""))
    }

    private func leaveModes() {
        TerminalModes.write(TerminalModes.leave)
        curs_set(1)
        endwin()
    }

    private static func checkStreams() throws {
        guard !SignalFlags.isScreenUp.load(ordering: .sequentiallyConsistent) else {
            throw CursesTerminalError.alreadyOpen
        }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CursesTerminalError.notATerminal(stream: "input")
        }
        guard isatty(STDOUT_FILENO) == 1 else {
            throw CursesTerminalError.notATerminal(stream: "output")
        }
    }

    private static func checkCapabilities(_ environment: [String: String]) throws {
        let name = environment["TERM"] ?? ""
        guard !name.isEmpty else { throw CursesTerminalError.terminalUnnamed }
        switch nc_can_place_cursor() {
        case 1: break
        case 0: throw CursesTerminalError.terminalTooSimple(name: name)
        default: throw CursesTerminalError.terminalUnknown(name: name)
        }
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}

/// Gives the terminal back where something calls `exit` while the screen is up.
private let atexitRegistration: Bool = atexit { restoreTerminalInEmergency() } == 0
