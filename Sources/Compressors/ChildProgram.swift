import Foundation
import Glibc

/// Keeps a file from programs that are started while it is open.
private func closeInChildren(_ file: Int32) { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }

/// A program that is given a text and gives one back, in a process group of its own so that all
/// that it started can be ended with it.
struct ChildProgram {
    var arguments: [String]
    /// Added to this process's environment.
    var environment: [String: String]
    var folder: URL
    /// What messages call it.
    var title: String

    /// Bytes of its error output that are kept, and lines of it that are shown.
    private static let errorLimit = 4_096
    private static let errorLines = 5
    private static let pollMilliseconds: Int32 = 50
    /// How long output is waited for once the program itself has ended.
    private static let drainSeconds = 0.5
    /// What a shell answers for a program that it cannot run, and for one that it cannot find.
    private static let shellRefusals: Set<Int32> = [126, 127]

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - input: for its standard input.
    ///   - outputLimit: bytes after which it is stopped.
    ///   - timeoutSeconds: after which it is killed.
    /// - Returns: what it wrote to standard output.
    /// - Throws: `CompressorError`.
    func run(input: [UInt8], outputLimit: Int, timeoutSeconds: Double) throws -> [UInt8] {
        // A file, because writing to a pipe that nobody reads would end this process.
        let inputFile = try temporaryFile(input)
        defer { close(inputFile) }
        let output = try Pipe(title)
        let errors = try Pipe(title)
        defer {
            output.closeBoth()
            errors.closeBoth()
        }
        let child = try start(input: inputFile, output: output.writing, errors: errors.writing)
        output.closeWriting()
        errors.closeWriting()
        var written: [UInt8] = []
        var complaints: [UInt8] = []
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(timeoutSeconds)
        var drainEnd: ContinuousClock.Instant?
        var status: Int32 = 0
        var isRunning = true
        // The group outlives the program where that left something running in the background.
        defer {
            kill(-child, SIGKILL)
            while isRunning, waitpid(child, &status, 0) < 0, errno == EINTR {}
        }
        while true {
            let isOpen = read(output, &written, errors, &complaints)
            if written.count > outputLimit {
                throw CompressorError.commandOutputTooLong(
                    command: title, givenBytes: input.count)
            }
            if isRunning, waitpid(child, &status, WNOHANG) == child {
                isRunning = false
                drainEnd = clock.now + .seconds(Self.drainSeconds)
            }
            if !isRunning, !isOpen || drainEnd.map({ clock.now > $0 }) ?? true { break }
            if isRunning, clock.now > deadline {
                throw CompressorError.commandTimedOut(command: title, seconds: timeoutSeconds)
            }
        }
        try check(status, complaints)
        return written
    }

    // MARK: Starting

    private func start(input: Int32, output: Int32, errors: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that this thread blocks or this process ignores must reach the program.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        var allSignals = sigset_t()
        sigfillset(&allSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setsigdefault(&attributes, &allSignals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // The shell goes to the folder, and becomes the program.
        let words =
            ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path] + arguments
        let variables = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        var child: pid_t = 0
        let result = Self.withStrings(words) { words in
            Self.withStrings(variables) { variables in
                posix_spawn(&child, "/bin/sh", &actions, &attributes, words, variables)
            }
        }
        guard result == 0 else {
            throw CompressorError.cannotStart(
                command: title, reason: String(cString: strerror(result)))
        }
        return child
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: copies.count + 1)
        defer { list.deallocate() }
        for (index, copy) in copies.enumerated() { (list + index).initialize(to: copy) }
        (list + copies.count).initialize(to: nil)
        return body(list)
    }

    /// A file without a name that holds the bytes, to be read from its beginning.
    private func temporaryFile(_ bytes: [UInt8]) throws -> Int32 {
        var name = Array(
            (NSTemporaryDirectory() + "/promptintern-XXXXXX").utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw Self.failure(title) }
        closeInChildren(file)
        unlink(name)
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(file, buffer.baseAddress.map { $0 + position }, bytes.count - position)
            }
            guard count > 0 else {
                defer { close(file) }
                throw Self.failure(title)
            }
            position += count
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func failure(_ title: String) -> CompressorError {
        .cannotStart(command: title, reason: String(cString: strerror(errno)))
    }

    // MARK: Reading

    /// Reads what is there, or waits a moment for more.
    /// - Returns: whether either of the two may still write.
    private func read(
        _ output: Pipe, _ written: inout [UInt8], _ errors: Pipe, _ complaints: inout [UInt8]
    ) -> Bool {
        var polled = [
            pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors.reading, events: Int16(POLLIN), revents: 0),
        ]
        guard output.reading >= 0 || errors.reading >= 0 else {
            usleep(useconds_t(Self.pollMilliseconds) * 1_000)
            return false
        }
        guard poll(&polled, 2, Self.pollMilliseconds) > 0 else { return true }
        if polled[0].revents != 0 { output.readOnce(into: &written) }
        if polled[1].revents != 0 { errors.readOnce(into: &complaints) }
        if complaints.count > Self.errorLimit {
            complaints.removeLast(complaints.count - Self.errorLimit)
        }
        return output.reading >= 0 || errors.reading >= 0
    }

    private func check(_ status: Int32, _ complaints: [UInt8]) throws {
        let signal = status & 0x7F
        let code = (status >> 8) & 0xFF
        guard signal != 0 || code != 0 else { return }
        let errors = String(decoding: complaints, as: UTF8.self)
            .split(separator: "\n").prefix(Self.errorLines).joined(separator: " | ")
        if signal == 0, Self.shellRefusals.contains(code) {
            throw CompressorError.cannotStart(
                command: title, reason: errors.isEmpty ? "exit status \(code)" : errors)
        }
        throw CompressorError.commandFailed(
            command: title, status: signal != 0 ? "signal \(signal)" : "exit status \(code)",
            errors: errors)
    }

    /// A pipe whose ends close once.
    private final class Pipe {
        private(set) var reading: Int32
        private(set) var writing: Int32

        private static let blockSize = 65_536

        init(_ title: String) throws {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw ChildProgram.failure(title) }
            ends.forEach(closeInChildren)
            reading = ends[0]
            writing = ends[1]
        }

        /// Reads one block; closes the end where there will be no more.
        func readOnce(into bytes: inout [UInt8]) {
            guard reading >= 0 else { return }
            var block = [UInt8](repeating: 0, count: Self.blockSize)
            let count = Glibc.read(reading, &block, block.count)
            if count > 0 {
                bytes += block[..<count]
            } else if count == 0 || errno != EINTR {
                close(reading)
                reading = -1
            }
        }

        func closeWriting() {
            if writing >= 0 { close(writing) }
            writing = -1
        }

        func closeBoth() {
            closeWriting()
            if reading >= 0 { close(reading) }
            reading = -1
        }
    }
}
