import Foundation

/// Runs a program, hands it input and takes its output, within a time limit.
///
/// The program has a process group of its own, which is ended as a whole when the time is over, so
/// that what it started does not live on. Reading and writing take turns in one loop: a program
/// that answers before it has read everything cannot block both sides.
struct CommandExchange {
    private let command: [String]
    private let folder: URL
    private let timeoutSeconds: Double

    /// More than this is no list of examples.
    static let outputLimit = 1 << 30
    /// What is kept of the messages of a program that failed.
    private static let messageLimit = 2_000
    /// The longest wait between two looks whether the program has ended.
    private static let longestWaitMilliseconds = 100
    private static let blockSize = 1 << 16

    init(_ command: [String], folder: URL, timeoutSeconds: Double) {
        self.command = command
        self.folder = folder
        self.timeoutSeconds = timeoutSeconds
    }

    private var title: String { command.joined(separator: " ") }

    /// Everything that the program writes to standard output until it ends.
    /// - Throws: `RetrievalError` where it cannot be started, takes too long or fails.
    func run(input: [UInt8]) throws(RetrievalError) -> [UInt8] {
        guard !command.isEmpty else {
            throw .cannotStart(command: title, reason: "no program is named")
        }
        // Writing to a program that has gone must be an error of the write, not our end.
        let guarded = BrokenPipeGuard()
        defer { guarded.restore() }
        var process = try start()
        defer { process.close() }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(timeoutSeconds)
        var written = 0
        var output: [UInt8] = []
        var message: [UInt8] = []
        while process.isOpen {
            let left = end - clock.now
            guard left > .zero else {
                process.kill()
                throw .timedOut(command: title, seconds: timeoutSeconds)
            }
            process.wait(min(Self.longestWaitMilliseconds, Self.milliseconds(left)))
            if written >= input.count {
                process.closeInput()
            } else if process.canWrite {
                written = process.write(input, from: written, size: Self.blockSize)
            }
            // What it left behind may hold its pipes; nothing comes from it any more.
            if !process.isReady, process.hasEnded() { break }
            process.readOutput(into: &output, size: Self.blockSize)
            process.readMessage(into: &message, size: Self.blockSize)
            if message.count > 2 * Self.messageLimit {
                message.removeFirst(message.count - Self.messageLimit)
            }
            guard output.count <= Self.outputLimit else {
                process.kill()
                throw .answerTooLong(command: title, byteLimit: Self.outputLimit)
            }
        }
        // Its outputs are closed, but it may go on.
        while !process.hasEnded() {
            guard clock.now < end else {
                process.kill()
                throw .timedOut(command: title, seconds: timeoutSeconds)
            }
            usleep(1_000)
        }
        if let ending = process.failure {
            throw .commandFailed(
                command: title, ending: ending,
                message: String(decoding: message.suffix(Self.messageLimit), as: UTF8.self)
                    .trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return output
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        let parts = duration.components
        return Int(parts.seconds) * 1_000 + Int(parts.attoseconds / 1_000_000_000_000_000) + 1
    }

    private func start() throws(RetrievalError) -> ChildProcess {
        do {
            return try ChildProcess(command, folder: folder)
        } catch {
            throw .cannotStart(command: title, reason: error.reason)
        }
    }
}
