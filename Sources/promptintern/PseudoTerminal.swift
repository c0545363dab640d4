import Foundation

/// A program in a terminal of its own, of which this process is the screen and the keyboard.
final class PseudoTerminal {
    /// When the bytes came, and what they were.
    struct Chunk {
        var time: ContinuousClock.Instant
        var bytes: [UInt8]
    }

    // Of Linux's headers, which Swift does not see: TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430
    private static let newSession: Int16 = 0x80

    let process: pid_t
    private let descriptor: Int32

    /// Starts a program.
    /// - Parameters:
    ///   - arguments: The program's path and what it is told.
    ///   - environment: All of it.
    ///   - columns: Of the terminal.
    ///   - rows: Of the terminal.
    /// - Throws: `POSIXError` where the system gives no terminal or the program does not start.
    init(_ arguments: [String], environment: [String: String], columns: Int, rows: Int) throws {
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(errno) }
        var (locked, number): (Int32, Int32) = (0, 0)
        guard ioctl(descriptor, Self.setLock, &locked) == 0,
            ioctl(descriptor, Self.getNumber, &number) == 0
        else { throw Self.error(errno) }
        var window = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0,
            ws_ypixel: 0)
        guard ioctl(descriptor, UInt(TIOCSWINSZ), &window) == 0 else { throw Self.error(errno) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Opened first in a new session, it becomes the session's terminal.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/pts/\(number)", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argumentPointers + environmentPointers).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawn(
            &process, arguments[0], &actions, &attributes, &argumentPointers,
            &environmentPointers)
        guard result == 0 else { throw Self.error(result) }
        self.process = process
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
    }

    /// What the program writes next; nil when the time is over or the program is gone.
    func read(until end: ContinuousClock.Instant) -> Chunk? {
        let milliseconds = max(0, (end - .now) / .milliseconds(1))
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(milliseconds.rounded(.up))) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return Chunk(time: .now, bytes: Array(buffer[..<count]))
    }

    /// Seconds of processor time that the program has taken so far.
    var processorSeconds: Double {
        var clock: clockid_t = 0
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Ends the program, waiting for it so long before it is killed.
    func end(seconds: Double) {
        let end = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            if ContinuousClock.now >= end {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                return
            }
            _ = read(until: .now + .milliseconds(50))
        }
    }

    private static func error(_ code: Int32) -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
}
