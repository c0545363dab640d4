import Foundation
import Processes

/// A place for programs that nobody has read: no network, no home, no files of the machine but
/// /usr, nothing that outlives them.
///
/// bubblewrap makes namespaces of their own for processes, users, mounts, network, names and shared
/// memory, and takes all of them away with the last process. prlimit sets the limits inside, since
/// the kernel counts processes by user and namespace. Root's processes are not counted at all: what
/// root starts first becomes nobody.
package struct Sandbox: Sendable {
    package let limits: SandboxLimits
    /// Folders and files that a program may read beside /usr, such as an interpreter's.
    package let readOnlyPaths: [String]
    private let bubblewrap: String
    private let limiter: String
    /// setpriv, where this process is root's.
    private let demoter: String?

    /// Where programs are looked for inside.
    package static let searchPath = "/usr/local/bin:/usr/bin:/bin"
    /// The user and group that root's programs become: nobody and nogroup.
    private static let nobody = 65534
    /// What a program without a limit on its memory could take by filling /dev/shm.
    private static let sharedMemoryBytes = 1 << 20
    /// The only folder that can be written to.
    package static let folder = "/tmp"
    private static let programFolder = "/program"
    /// Enough for a namespace on a machine that is busy.
    private static let probeSeconds = 20.0

    /// Finds the programs that make the sandbox and tries them.
    ///
    /// `programPath` is where they are looked for.
    /// - Throws: `JudgingError.sandboxProgramMissing`, and `sandboxRefused` where the kernel or a
    ///   container does not allow namespaces.
    package init(
        limits: SandboxLimits = .init(), readOnlyPaths: [String] = [], programPath: String? = nil
    ) throws {
        let path = programPath ?? ProgramPath.ownSearchPath ?? Self.searchPath
        func find(_ program: String, _ package: String) throws -> String {
            guard let found = ProgramPath.find(program, in: path) else {
                throw JudgingError.sandboxProgramMissing(program: program, package: package)
            }
            return found
        }
        bubblewrap = try find("bwrap", "bubblewrap")
        limiter = try find("prlimit", "util-linux")
        demoter = Self.isMachinesRoot ? try find("setpriv", "util-linux") : nil
        self.limits = limits
        self.readOnlyPaths = readOnlyPaths
        try probe()
    }

    /// Whether this process's user is the machine's root, also inside most containers.
    ///
    /// Root of a namespace of users may be somebody else to the kernel, whose processes are counted.
    private static var isMachinesRoot: Bool {
        guard geteuid() == 0 else { return false }
        guard let map = try? String(contentsOfFile: "/proc/self/uid_map", encoding: .utf8) else {
            return true
        }
        // First inside, first outside, count.
        return map.split(whereSeparator: \.isNewline).contains { line in
            line.split(separator: " ").prefix(2) == ["0", "0"]
        }
    }

    private func probe() throws {
        var trial = process(["/usr/bin/env", "true"], program: nil)
        trial.wallSeconds = max(trial.wallSeconds, Self.probeSeconds)
        let ending = try trial.judged()
        guard ending.status == .exited(0) else {
            let said = LineExcerpt.text(ending.errorText)
            throw JudgingError.sandboxRefused(
                reason: said.isEmpty ? "it \(ending.status.words)." : said)
        }
    }

    /// Runs a command with a program's text as the file behind its last argument.
    func run(_ command: [String], program: (name: String, text: String)) throws
        -> ProcessEnding
    {
        var ending = try process(
            command + ["\(Self.programFolder)/\(program.name)"], program: program
        ).judged()
        // bubblewrap says so of a program that a signal ended, as shells do.
        if case .exited(let code) = ending.status, code > Self.signalBase {
            ending.status = .signalled(code - Self.signalBase)
        }
        return ending
    }

    private static let signalBase: Int32 = 128

    private func process(_ command: [String], program: (name: String, text: String)?)
        -> ChildProcess
    {
        var words = [bubblewrap] + Self.namespaces + mounts
        if let program {
            words += [
                "--perms", "0444", "--ro-bind-data", "\(ChildProcess.extraDescriptor)",
                "\(Self.programFolder)/\(program.name)",
            ]
        }
        // Last: everything above is made on the root.
        words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", Self.folder, "--"]
        words += [limiter] + limitArguments + ["--"] + command
        if let demoter {
            words =
                [
                    demoter, "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups",
                    "--no-new-privs",
                ] + words
        }
        return ChildProcess(
            words, environment: Self.environment, workingFolder: "/",
            extraInput: program.map { Array($0.text.utf8) }, wallSeconds: limits.wallSeconds,
            outputLimit: limits.outputBytes, errorOutput: .whole)
    }

    /// `--die-with-parent` ends all processes inside with bubblewrap itself, also those that left
    /// its group; `--new-session` keeps them from typing into our terminal; `--disable-userns` keeps
    /// them from becoming root of a namespace of their own.
    private static let namespaces = [
        "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session",
    ]

    private static let environment = [
        "PATH": searchPath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8",
        // The same order of a set in each run, and no files beside the program.
        "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1",
    ]

    private var mounts: [String] {
        var words = ["--ro-bind", "/usr", "/usr"]
        for name in ["bin", "sbin", "lib", "lib32", "lib64", "libx32"] {
            // Merged systems have links to /usr here, others folders.
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/\(name)") {
                words += ["--symlink", target, "/\(name)"]
            } else if FileManager.default.fileExists(atPath: "/\(name)") {
                words += ["--ro-bind", "/\(name)", "/\(name)"]
            }
        }
        for path in ["/etc/ld.so.cache", "/etc/alternatives"] {
            words += ["--ro-bind-try", path, path]
        }
        words += ["--proc", "/proc", "--dev", "/dev"]
        words += ["--size", "\(Self.sharedMemoryBytes)", "--tmpfs", "/dev/shm"]
        words += ["--size", "\(limits.fileBytes)", "--tmpfs", Self.folder]
        for path in readOnlyPaths { words += ["--ro-bind", path, path] }
        return words
    }

    private var limitArguments: [String] {
        // The clock on the wall ends programs; this one is for those that it would miss.
        let seconds = Int(limits.wallSeconds.rounded(.up)) + 1
        return [
            "--nproc=\(limits.processCount)", "--as=\(limits.memoryBytes)",
            "--fsize=\(limits.fileBytes)", "--cpu=\(seconds):\(seconds + 1)", "--core=0",
        ]
    }
}
