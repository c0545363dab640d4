import Foundation

/// What a command that has ended leaves.
struct CommandResult: Sendable {
    var status: Int32
    var output: String
    var error: String

    /// Runs a command of PATH to its end, without input.
    ///
    /// By `posix_spawn`: Foundation's `Process` waits for every descendant that keeps a descriptor
    /// of its own, and so for ever on a command like tmux's that leaves a server behind.
    static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> CommandResult {
        let folder = FileManager.default.temporaryDirectory
        let name = "promptintern-command-\(UUID().uuidString)"
        let output = folder.appending(path: "\(name).out")
        let error = folder.appending(path: "\(name).err")
        defer {
            unlink(output.path)
            unlink(error.path)
        }
        let process = try spawn(
            arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            output: output.path, error: error.path)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        // As a shell reports it: the exit code, or 128 and the signal.
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return CommandResult(
            status: code, output: try String(contentsOf: output, encoding: .utf8),
            error: try String(contentsOf: error, encoding: .utf8))
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], output: String, error: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error, flags, 0o600)
        // Test threads run with signals blocked; a command, and a server it leaves, must not.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argumentPointers + environmentPointers).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawnp(
            &process, arguments.first ?? "", &actions, &attributes, &argumentPointers,
            &environmentPointers)
        guard result == 0 else {
            throw TmuxError.command(
                arguments: arguments, error: String(cString: strerror(result)))
        }
        return process
    }
}
