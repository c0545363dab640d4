import CProcess
import Foundation

/// A program in a process group of its own, with pipes to its input, output and messages.
struct ChildProcess {
    /// Why a program could not be started, in words.
    struct StartError: Error {
        let reason: String
    }

    private let id: pid_t
    private var input: Int32
    private var output: Int32
    private var message: Int32
    private var ready: (input: Bool, output: Bool, message: Bool) = (false, false, false)
    private var status: Int32?

    /// A descriptor that is closed.
    private static let closed: Int32 = -1

    /// - Throws: `StartError`.
    init(_ command: [String], folder: URL) throws(StartError) {
        var pipes: [(read: Int32, write: Int32)] = []
        func closeAll() {
            for pipe in pipes {
                Foundation.close(pipe.read)
                Foundation.close(pipe.write)
            }
        }
        for _ in 0..<3 {
            var ends: [Int32] = [0, 0]
            guard pipe2(&ends, O_CLOEXEC) == 0 else {
                let reason = Self.reason(errno)
                closeAll()
                throw StartError(reason: reason)
            }
            pipes.append((ends[0], ends[1]))
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addchdir_np(&actions, folder.path)
        posix_spawn_file_actions_adddup2(&actions, pipes[0].read, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipes[1].write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipes[2].write, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The program begins with the usual signals, whatever this thread keeps back.
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        sigaddset(&defaults, SIGINT)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        let result = posix_spawnp(&id, command[0], &actions, &attributes, arguments, environ)
        guard result == 0 else {
            closeAll()
            throw StartError(reason: Self.reason(result))
        }
        self.id = id
        input = pipes[0].write
        output = pipes[1].read
        message = pipes[2].read
        Foundation.close(pipes[0].read)
        Foundation.close(pipes[1].write)
        Foundation.close(pipes[2].write)
        for end in [input, output, message] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }

    /// Whether it may still write.
    var isOpen: Bool { output != Self.closed || message != Self.closed }

    /// Whether the last wait found anything to do.
    var isReady: Bool { ready.input || ready.output || ready.message }

    var canWrite: Bool { ready.input && input != Self.closed }

    /// Waits until something can be read or written.
    mutating func wait(_ milliseconds: Int) {
        // Closed descriptors are negative, which poll passes over.
        var polls = [
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: message, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&polls, nfds_t(polls.count), Int32(milliseconds))
        let isReady = polls.map { count > 0 && $0.revents != 0 }
        ready = (isReady[0], isReady[1], isReady[2])
    }

    /// Writes a block and returns up to where; a program that reads no more has everything.
    mutating func write(_ bytes: [UInt8], from start: Int, size: Int) -> Int {
        let count = bytes.withUnsafeBytes { bytes in
            Foundation.write(
                input, bytes.baseAddress.map { $0 + start }, min(size, bytes.count - start))
        }
        if count >= 0 { return start + count }
        if errno == EAGAIN || errno == EINTR { return start }
        closeInput()
        return bytes.count
    }

    mutating func closeInput() {
        if input != Self.closed { Foundation.close(input) }
        input = Self.closed
    }

    mutating func readOutput(into bytes: inout [UInt8], size: Int) {
        if ready.output { Self.read(&output, into: &bytes, size: size) }
    }

    mutating func readMessage(into bytes: inout [UInt8], size: Int) {
        if ready.message { Self.read(&message, into: &bytes, size: size) }
    }

    private static func read(_ descriptor: inout Int32, into bytes: inout [UInt8], size: Int) {
        guard descriptor != closed else { return }
        var result = 0
        var code: Int32 = 0
        bytes += [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            result = Foundation.read(descriptor, buffer.baseAddress, size)
            code = errno
            count = max(0, result)
        }
        guard result == 0 || result < 0 && code != EAGAIN && code != EINTR else { return }
        Foundation.close(descriptor)
        descriptor = closed
    }

    /// Whether it has ended; does not wait for it.
    mutating func hasEnded() -> Bool {
        if status != nil { return true }
        var found: Int32 = 0
        guard waitpid(id, &found, WNOHANG) == id else { return false }
        status = found
        return true
    }

    /// How it ended, where that was not well.
    var failure: String? {
        guard let status, status != 0 else { return nil }
        let signal = status & 0x7F
        if signal != 0 { return "was ended by signal \(signal)" }
        return "ended with status \((status >> 8) & 0xFF)"
    }

    /// Ends it, and what it started.
    mutating func kill() {
        Foundation.kill(-id, SIGKILL)
        var found: Int32 = 0
        if status == nil, waitpid(id, &found, 0) == id { status = found }
    }

    /// Closes the pipes; a program that still runs is ended.
    mutating func close() {
        closeInput()
        for descriptor in [output, message] where descriptor != Self.closed {
            Foundation.close(descriptor)
        }
        (output, message) = (Self.closed, Self.closed)
        if status == nil { kill() }
    }
}

/// Keeps SIGPIPE from this thread while it writes to a pipe that may break.
struct BrokenPipeGuard {
    private var before = sigset_t()

    init() {
        var broken = Self.signals
        pthread_sigmask(SIG_BLOCK, &broken, &before)
    }

    func restore() {
        // One that came meanwhile must not arrive afterwards.
        var broken = Self.signals
        var none = timespec()
        while sigtimedwait(&broken, nil, &none) == SIGPIPE {}
        var before = before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        return signals
    }
}
