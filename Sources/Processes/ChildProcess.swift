import CProcess
import Foundation

/// A program that runs to its end, its output kept, within limits on time and output.
///
/// It has a process group of its own, which is ended as a whole: with the program, when its time is
/// over, when it prints too much and when nobody waits for it any more. Foundation's `Process`
/// neither stops a group nor keeps our open files from the program.
package struct ChildProcess: Sendable {
    /// What becomes of standard error.
    package enum ErrorOutput: Sendable {
        /// Its last bytes are kept, however much there is.
        case end
        /// It is kept whole, and a program that prints more than the limit of output is stopped.
        case whole
    }

    /// The program and its arguments; a program without a slash is looked up in our PATH, one with
    /// a relative path in the working folder.
    package var command: [String]
    /// Nil is our own.
    package var environment: [String: String]?
    /// Nil is our own.
    package var workingFolder: String?
    /// What it finds on standard input, all of it from the start: a program that writes before it
    /// reads, or never reads, blocks nobody.
    package var input: [UInt8] = []
    /// What the program finds open as descriptor `extraDescriptor`.
    package var extraInput: [UInt8]?
    package var wallSeconds: Double
    /// Bytes of standard output.
    package var outputLimit: Int
    package var errorOutput = ErrorOutput.end
    /// Asked all the while; true ends the program.
    package var isCancelled: @Sendable () -> Bool = { false }

    /// The first one behind input, output and errors.
    package static let extraDescriptor: Int32 = 3
    /// Our own descriptors are moved above this, out of the way of those the program gets.
    private static let lowestOwnDescriptor: Int32 = 64
    /// How often a program is looked after that neither writes nor ends.
    private static let pollMilliseconds: Int32 = 20
    private static let readSize = 1 << 16
    /// Bytes that are kept of the end of standard error.
    static let errorEndSize = 8_192

    package init(
        _ command: [String], environment: [String: String]? = nil, workingFolder: String? = nil,
        input: [UInt8] = [], extraInput: [UInt8]? = nil, wallSeconds: Double, outputLimit: Int,
        errorOutput: ErrorOutput = .end, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.command = command
        self.environment = environment
        self.workingFolder = workingFolder
        self.input = input
        self.extraInput = extraInput
        self.wallSeconds = wallSeconds
        self.outputLimit = outputLimit
        self.errorOutput = errorOutput
        self.isCancelled = isCancelled
    }

    /// Runs the program and waits for its end.
    ///
    /// The calling thread starts and awaits it: a program that asks to die with its parent dies
    /// with that thread.
    /// - Throws: `ProcessStartError`.
    package func run() throws(ProcessStartError) -> ProcessEnding {
        guard !command.isEmpty else {
            throw ProcessStartError(program: "", reason: "No program is named")
        }
        let output = try pipe()
        defer { output.read.close() }
        let errors: (read: Descriptor, write: Descriptor)
        do {
            errors = try pipe()
        } catch {
            output.write.close()
            throw error
        }
        defer { errors.read.close() }
        let child: pid_t
        do {
            defer {
                output.write.close()
                errors.write.close()
            }
            child = try spawn(output: output.write, errors: errors.write)
        }
        RunningPrograms.add(child)
        return awaitEnd(of: child, output.read, errors.read)
    }

    // MARK: Starting

    /// A file descriptor of ours, which no started program inherits.
    private struct Descriptor {
        let number: Int32

        func close() { _ = Foundation.close(number) }
    }

    private func failure(_ code: Int32) -> ProcessStartError {
        ProcessStartError(program: command[0], reason: String(cString: strerror(code)))
    }

    /// The same open file under a high number.
    private func raised(_ number: Int32) throws(ProcessStartError) -> Descriptor {
        guard number >= 0 else { throw failure(errno) }
        let high = fcntl(number, F_DUPFD_CLOEXEC, Self.lowestOwnDescriptor)
        let code = errno
        _ = Foundation.close(number)
        guard high >= 0 else { throw failure(code) }
        return Descriptor(number: high)
    }

    private func pipe() throws(ProcessStartError) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure(errno) }
        let read: Descriptor
        do {
            read = try raised(ends[0])
        } catch {
            _ = Foundation.close(ends[1])
            throw error
        }
        do {
            return (read, try raised(ends[1]))
        } catch {
            read.close()
            throw error
        }
    }

    /// A file in memory: a program that does not read its input cannot block us or end us by a
    /// signal, as it could with a pipe.
    private func memoryFile(_ bytes: [UInt8]) throws(ProcessStartError) -> Descriptor {
        let file = try raised(memfd_create("input", memoryFileClosesOnExec))
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(file.number, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 || errno == EINTR else {
                let code = errno
                file.close()
                throw failure(code)
            }
            written += max(0, count)
        }
        lseek(file.number, 0, SEEK_SET)
        return file
    }

    private func spawn(
        output: Descriptor, errors: Descriptor
    ) throws(ProcessStartError) -> pid_t {
        let input = try memoryFile(input)
        defer { input.close() }
        var extra: Descriptor?
        if let extraInput { extra = try memoryFile(extraInput) }
        defer { extra?.close() }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.number, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.number, STDERR_FILENO)
        if let extra {
            posix_spawn_file_actions_adddup2(&actions, extra.number, Self.extraDescriptor)
        }
        // Files that other parts of the program hold open are none of the child's business.
        let kept = extra == nil ? Self.extraDescriptor : Self.extraDescriptor + 1
        posix_spawn_file_actions_addclosefrom_np(&actions, kept)
        if let workingFolder {
            posix_spawn_file_actions_addchdir_np(&actions, workingFolder)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that this thread blocks or this process ignores must reach the program.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        var allSignals = sigset_t()
        sigfillset(&allSignals)
        posix_spawnattr_setsigdefault(&attributes, &allSignals)
        // A group of its own, which can be ended as one.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var child: pid_t = 0
        let variables = (environment ?? ProcessInfo.processInfo.environment)
            .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = Self.withCStrings(command) { arguments in
            Self.withCStrings(variables) { variables in
                posix_spawnp(&child, command[0], &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw failure(code) }
        return child
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }

    // MARK: Waiting

    /// What came out of one pipe.
    private struct Stream {
        let descriptor: Descriptor
        /// Bytes beyond which it is too much; nil keeps the end of whatever comes.
        let limit: Int?
        var bytes: [UInt8] = []
        var isOpen = true

        var isOverLimit: Bool { limit.map { bytes.count > $0 } ?? false }

        var kept: [UInt8] {
            limit.map { Array(bytes.prefix($0)) } ?? Array(bytes.suffix(ChildProcess.errorEndSize))
        }

        mutating func append(_ chunk: ArraySlice<UInt8>) {
            guard let limit else {
                bytes += chunk
                if bytes.count > 2 * ChildProcess.errorEndSize {
                    bytes.removeFirst(bytes.count - ChildProcess.errorEndSize)
                }
                return
            }
            // Beyond the limit it only matters that there is more.
            bytes += chunk.prefix(max(0, limit + 1 - bytes.count))
        }
    }

    private func awaitEnd(
        of child: pid_t, _ output: Descriptor, _ errors: Descriptor
    ) -> ProcessEnding {
        let deadline = ContinuousClock.now + .seconds(wallSeconds)
        var streams = [
            Stream(descriptor: output, limit: outputLimit),
            Stream(descriptor: errors, limit: errorOutput == .whole ? outputLimit : nil),
        ]
        var stopped: ProcessEnding.Status?
        while stopped == nil {
            Self.wait(for: &streams)
            if streams.contains(where: \.isOverLimit) {
                stopped = .tooMuchOutput
            } else if Self.hasEnded(child) {
                // What it wrote last may still stand in the pipes. Whoever holds them open beyond
                // that was left behind by the program.
                while !streams.contains(where: \.isOverLimit),
                    Self.wait(for: &streams, milliseconds: 0)
                {}
                break
            } else if isCancelled() {
                stopped = .cancelled
            } else if ContinuousClock.now >= deadline {
                stopped = .timedOut
            }
        }
        // Before the program is collected its number, which is the group's, cannot be another's.
        kill(-child, SIGKILL)
        RunningPrograms.remove(child)
        let ended = Self.collect(child)
        if streams.contains(where: \.isOverLimit) { stopped = .tooMuchOutput }
        return ProcessEnding(
            status: stopped ?? ended, output: streams[0].kept, errors: streams[1].kept)
    }

    /// Reads what stands in the pipes, once each; false where there is nothing.
    @discardableResult
    private static func wait(
        for streams: inout [Stream], milliseconds: Int32 = pollMilliseconds
    ) -> Bool {
        let open = streams.indices.filter { streams[$0].isOpen }
        var requests = open.map {
            pollfd(fd: streams[$0].descriptor.number, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&requests, nfds_t(requests.count), milliseconds) > 0 else { return false }
        var hasRead = false
        for (index, request) in zip(open, requests) where request.revents != 0 {
            var chunk = [UInt8](repeating: 0, count: readSize)
            let count = read(request.fd, &chunk, chunk.count)
            if count > 0 {
                hasRead = true
                streams[index].append(chunk[..<count])
            } else if count == 0 || errno != EINTR {
                streams[index].isOpen = false
            }
        }
        return hasRead
    }

    /// Whether a program has ended, which leaves it to be collected.
    private static func hasEnded(_ child: pid_t) -> Bool {
        var found = siginfo_t()
        let result = waitid(P_PID, id_t(child), &found, WEXITED | WNOHANG | WNOWAIT)
        return result == 0 && found.si_signo == SIGCHLD
    }

    private static func collect(_ child: pid_t) -> ProcessEnding.Status {
        var word: Int32 = 0
        while waitpid(child, &word, 0) == -1, errno == EINTR {}
        // The macros of sys/wait.h, which Swift does not import.
        return word & 0x7F == 0 ? .exited(word >> 8 & 0xFF) : .signalled(word & 0x7F)
    }
}
