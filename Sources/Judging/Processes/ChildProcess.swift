import CProcess
import Foundation

/// A program that runs to its end, its output kept, within limits on time and output.
///
/// Foundation's `Process` neither stops a whole group of processes nor keeps our open files from
/// the program, both of which the sandbox needs.
struct ChildProcess {
    /// Absolute.
    var path: String
    /// Without the program's own name.
    var arguments: [String]
    var environment: [String: String]
    var workingFolder: String?
    var input: [UInt8] = []
    /// What the program finds open as descriptor `extraDescriptor`.
    var extraInput: [UInt8]?
    var wallSeconds: Double
    /// Of standard output and standard error each.
    var outputLimit: Int

    /// The first one behind input, output and errors.
    static let extraDescriptor: Int32 = 3
    /// Our own descriptors are moved above this, out of the way of those the program gets.
    private static let lowestOwnDescriptor: Int32 = 64
    /// How often a program is looked after that neither writes nor ends.
    private static let pollMilliseconds: Int32 = 20
    private static let readSize = 1 << 16

    /// How a program ended.
    enum Status: Equatable {
        case exited(Int32)
        case signalled(Int32)
        /// Stopped by us.
        case timedOut, tooMuchOutput

        /// In words that follow "The program".
        var words: String {
            switch self {
            case .exited(let code): "ended with status \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            case .timedOut: "did not end in time"
            case .tooMuchOutput: "printed too much"
            }
        }
    }

    /// A program's end with what it printed until then.
    struct Ending {
        var status: Status
        var output: [UInt8]
        var errors: [UInt8]

        var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Runs the program and waits for its end.
    ///
    /// The calling thread starts and awaits it: a program that asks to die with its parent dies
    /// with that thread.
    /// - Throws: `JudgingError.processNotStarted`.
    func run() throws -> Ending {
        let output = try pipe()
        let errors = try pipe()
        let child: pid_t
        do {
            defer {
                output.write.close()
                errors.write.close()
            }
            child = try spawn(output: output.write, errors: errors.write)
        }
        defer {
            output.read.close()
            errors.read.close()
        }
        return awaitEnd(of: child, output.read, errors.read)
    }

    // MARK: Starting

    /// A file descriptor of ours, which no started program inherits.
    private struct Descriptor {
        let number: Int32

        func close() { _ = Foundation.close(number) }
    }

    private func failure(_ code: Int32) -> JudgingError {
        .processNotStarted(command: path, reason: String(cString: strerror(code)))
    }

    /// The same open file under a high number.
    private func raised(_ number: Int32) throws -> Descriptor {
        guard number >= 0 else { throw failure(errno) }
        let high = fcntl(number, F_DUPFD_CLOEXEC, Self.lowestOwnDescriptor)
        let code = errno
        _ = Foundation.close(number)
        guard high >= 0 else { throw failure(code) }
        return Descriptor(number: high)
    }

    private func pipe() throws -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw failure(errno) }
        let read = try raised(ends[0])
        do {
            return (read, try raised(ends[1]))
        } catch {
            read.close()
            throw error
        }
    }

    /// A file in memory: a program that does not read its input cannot block us or end us by a
    /// signal, as it could with a pipe.
    private func memoryFile(_ bytes: [UInt8]) throws -> Descriptor {
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

    private func spawn(output: Descriptor, errors: Descriptor) throws -> pid_t {
        let input = try memoryFile(input)
        defer { input.close() }
        let extra = try extraInput.map(memoryFile)
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
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGQUIT, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A group of its own, which can be ended as one.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var child: pid_t = 0
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = Self.withCStrings([path] + arguments) { argumentList in
            Self.withCStrings(variables) { variableList in
                posix_spawn(&child, path, &actions, &attributes, argumentList, variableList)
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

    private func awaitEnd(of child: pid_t, _ output: Descriptor, _ errors: Descriptor) -> Ending {
        let deadline = ContinuousClock.now + .seconds(wallSeconds)
        var streams = [Stream(output), Stream(errors)]
        var stopped: Status?
        var ended: Status?
        while stopped == nil {
            wait(for: &streams)
            if isOverLimit(streams) {
                stopped = .tooMuchOutput
            } else if let status = Self.statusIfEnded(child) {
                ended = status
                // What it wrote last may still stand in the pipes. Whoever holds them open beyond
                // that was left behind by the program.
                while !isOverLimit(streams), wait(for: &streams, milliseconds: 0) {}
                if streams.contains(where: \.isOpen) { kill(-child, SIGKILL) }
                break
            } else if ContinuousClock.now >= deadline {
                stopped = .timedOut
            }
        }
        if stopped != nil {
            kill(-child, SIGKILL)
            ended = Self.awaitEnd(of: child)
        }
        if isOverLimit(streams) { stopped = .tooMuchOutput }
        return Ending(
            status: stopped ?? ended ?? .signalled(SIGKILL),
            output: Array(streams[0].bytes.prefix(outputLimit)),
            errors: Array(streams[1].bytes.prefix(outputLimit)))
    }

    /// What came out of one pipe.
    private struct Stream {
        let descriptor: Descriptor
        var bytes: [UInt8] = []
        var isOpen = true

        init(_ descriptor: Descriptor) { self.descriptor = descriptor }
    }

    private func isOverLimit(_ streams: [Stream]) -> Bool {
        streams.contains { $0.bytes.count > outputLimit }
    }

    /// Reads what stands in the pipes, once each; false where there is nothing.
    @discardableResult
    private func wait(
        for streams: inout [Stream], milliseconds: Int32 = ChildProcess.pollMilliseconds
    ) -> Bool {
        let open = streams.indices.filter { streams[$0].isOpen }
        var requests = open.map {
            pollfd(fd: streams[$0].descriptor.number, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&requests, nfds_t(requests.count), milliseconds) > 0 else { return false }
        var hasRead = false
        for (index, request) in zip(open, requests) where request.revents != 0 {
            var chunk = [UInt8](repeating: 0, count: Self.readSize)
            let count = read(request.fd, &chunk, chunk.count)
            if count > 0 {
                hasRead = true
                // Beyond the limit it only matters that there is more.
                let room = max(0, outputLimit + 1 - streams[index].bytes.count)
                streams[index].bytes += chunk.prefix(min(count, room))
            } else if count == 0 || errno != EINTR {
                streams[index].isOpen = false
            }
        }
        return hasRead
    }

    private static func statusIfEnded(_ child: pid_t) -> Status? {
        var word: Int32 = 0
        return waitpid(child, &word, WNOHANG) == child ? status(word) : nil
    }

    private static func awaitEnd(of child: pid_t) -> Status {
        var word: Int32 = 0
        while waitpid(child, &word, 0) == -1, errno == EINTR {}
        return status(word)
    }

    /// The macros of sys/wait.h, which Swift does not import.
    private static func status(_ word: Int32) -> Status {
        word & 0x7F == 0 ? .exited(word >> 8 & 0xFF) : .signalled(word & 0x7F)
    }
}
