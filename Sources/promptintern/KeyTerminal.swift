import Dispatch
import Foundation
import Synchronization

/// A plain terminal that gives single keys, without echo.
///
/// Its line settings come back with `restore()`; signals do not end the process but are told, so that
/// no way out forgets that.
final class KeyTerminal {
    /// What happened while a key was waited for.
    enum Event: Equatable {
        case key(Character)
        /// Nothing more can come: the terminal is gone.
        case end
        /// SIGINT, SIGTERM or SIGHUP.
        case signal(Int32)
        /// The process was stopped and goes on, on a screen that may be another one.
        case resumed
    }

    private let saved: termios
    private let output: FileHandle
    private var isRaw = false
    private let told = Told()
    private var sources: [any DispatchSourceSignal] = []

    /// What signals have said since it was last looked at.
    private final class Told: Sendable {
        let signal = Atomic<Int32>(0)
        let hasResumed = Atomic<Bool>(false)
    }

    private static let endingSignals = [SIGINT, SIGTERM, SIGHUP]
    private static let signals = endingSignals + [SIGTSTP]
    /// How soon a signal is noticed.
    private static let pollMilliseconds: Int32 = 100

    /// The terminal of standard input, drawn on standard output or, where that is none or is needed
    /// for something else, on standard error; nil where there is none.
    init?(avoidingStandardOutput: Bool) {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else {
            return nil
        }
        if !avoidingStandardOutput, isatty(STDOUT_FILENO) == 1 {
            output = .standardOutput
        } else if isatty(STDERR_FILENO) == 1 {
            output = .standardError
        } else {
            return nil
        }
        saved = settings
    }

    deinit { restore() }

    /// Takes single keys from now on.
    func begin() {
        for number in Self.signals {
            signal(number, SIG_IGN)
            watch(number) { [told] in told.signal.store(number, ordering: .releasing) }
        }
        watch(SIGCONT) { [told] in told.hasResumed.store(true, ordering: .releasing) }
        makeRaw()
    }

    /// Gives the terminal back as it was.
    func restore() {
        guard isRaw else { return }
        makePlain()
        isRaw = false
        for source in sources { source.cancel() }
        sources = []
        for number in Self.signals { signal(number, SIG_DFL) }
    }

    func write(_ text: String) { output.write(Data(text.utf8)) }

    /// Columns.
    var width: Int {
        var size = winsize()
        guard ioctl(output.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return Self.standardWidth
        }
        return Int(size.ws_col)
    }

    private static let standardWidth = 80

    /// Drops keys that were pressed before what they would answer was shown.
    func forgetKeys() { tcflush(STDIN_FILENO, TCIFLUSH) }

    /// Waits for a key; sequences of special keys, and text that is pasted, are none.
    func next() -> Event {
        while true {
            let number = told.signal.exchange(0, ordering: .acquiringAndReleasing)
            if number == SIGTSTP {
                // Not every shell sets the terminal right for itself.
                makePlain()
                kill(getpid(), SIGSTOP)
                continue
            }
            if number != 0 { return .signal(number) }
            if told.hasResumed.exchange(false, ordering: .acquiringAndReleasing) {
                makeRaw()
                return .resumed
            }
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let count = poll(&descriptor, 1, Self.pollMilliseconds)
            if count < 0, errno != EINTR { return .end }
            guard count > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 256)
            let length = read(STDIN_FILENO, &bytes, bytes.count)
            if length < 0, errno == EINTR || errno == EAGAIN { continue }
            guard length > 0 else { return .end }
            let text = String(decoding: Self.typed(bytes[..<length]), as: UTF8.self)
            if text.count == 1, let key = text.first { return .key(key) }
        }
    }

    /// What is left without the sequences that arrows and other special keys send (ECMA-48).
    private static func typed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == 0x1B else {
                kept.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "["):
                // Parameters, then one byte that ends the sequence.
                while let next = rest.popFirst(), !(0x40...0x7E).contains(next) {}
            case UInt8(ascii: "O"): rest = rest.dropFirst()
            default: break
            }
        }
        return kept
    }

    private func watch(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        sources.append(source)
    }

    private func makePlain() {
        var settings = saved
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }

    private func makeRaw() {
        var settings = saved
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
        isRaw = true
    }
}
