import CNcurses
import Glibc

/// All that is needed to give the terminal back inside a signal handler, laid out beforehand in
/// memory that no handler has to allocate, count references of or initialize.
struct EmergencyState {
    static let crashSignals: [Int32] = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]
    /// Bytes of the log that a crash shows.
    static let logTailLimit: off_t = 4000

    /// The terminal's settings from before.
    var settings = termios()
    /// Where standard error went before; -1 while it is not redirected.
    var standardError: Int32 = -1
    var log: Int32 = -1
    /// The log's length when the screen came up.
    var logStart: off_t = 0
    var resetText = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    var noticeText = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    var tail = UnsafeMutableRawPointer.allocate(byteCount: Int(logTailLimit), alignment: 1)
    /// What was installed for each signal before, by its number.
    var previous = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)

    /// The one state of this process.
    ///
    /// `nonisolated(unsafe)`: a signal handler can reach nothing but a global. It is written only
    /// by the thread that opens and closes the screen, while `SignalFlags.isScreenUp` is false, and
    /// read by handlers only while that is true.
    nonisolated(unsafe) static let shared: UnsafeMutablePointer<EmergencyState> = {
        let pointer = UnsafeMutablePointer<EmergencyState>.allocate(capacity: 1)
        pointer.initialize(to: EmergencyState())
        pointer.pointee.previous.initialize(repeating: sigaction(), count: 65)
        return pointer
    }()

    /// Replaces a text; never called while a handler may read it.
    static func set(
        _ path: WritableKeyPath<EmergencyState, UnsafeMutableBufferPointer<UInt8>>, _ text: String
    ) {
        shared.pointee[keyPath: path].deallocate()
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = copy.initialize(from: text.utf8)
        shared.pointee[keyPath: path] = copy
    }

    /// The string that undoes our modes and ncurses' own, from terminfo where it has one.
    static func resetText() -> String {
        func capability(_ name: String, else fallback: String) -> String {
            guard let pointer = nc_capability(name) else { return fallback }
            let text = String(cString: pointer)
            // Padding (`$<5>`) needs tputs, which no handler may call.
            return text.contains("$<") ? fallback : text
        }
        return TerminalModes.leave + "\u{1B}[0m" + capability("rmcup", else: "\u{1B}[?1049l")
            + capability("cnorm", else: "\u{1B}[?25h")
    }
}

/// Gives the terminal back with nothing but async-signal-safe calls; nothing a second time.
func restoreTerminalInEmergency() {
    guard SignalFlags.isScreenUp.exchange(false, ordering: .sequentiallyConsistent) else { return }
    let state = EmergencyState.shared
    _ = write(
        STDOUT_FILENO, state.pointee.resetText.baseAddress, state.pointee.resetText.count)
    _ = tcsetattr(STDIN_FILENO, TCSANOW, &state.pointee.settings)
    if state.pointee.standardError >= 0 { _ = dup2(state.pointee.standardError, STDERR_FILENO) }
}

/// Shows what the program wrote to standard error while the screen was up, with safe calls only.
func showLogTailInEmergency() {
    let state = EmergencyState.shared
    guard state.pointee.log >= 0 else { return }
    _ = write(
        STDERR_FILENO, state.pointee.noticeText.baseAddress, state.pointee.noticeText.count)
    let end = lseek(state.pointee.log, 0, SEEK_END)
    let start = max(state.pointee.logStart, end - EmergencyState.logTailLimit)
    guard end > start else { return }
    let count = pread(state.pointee.log, state.pointee.tail, Int(end - start), start)
    if count > 0 { _ = write(STDERR_FILENO, state.pointee.tail, count) }
}
