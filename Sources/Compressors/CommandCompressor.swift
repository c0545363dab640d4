import Foundation
import Processes
import Prompts

/// Lets a program of the user's shorten templates.
///
/// The template stands on its standard input, the shortened one is what it writes to standard
/// output. "{tau}" and "{tokens}" in its arguments, and the environment's variables below, tell it
/// how much to keep.
package struct CommandCompressor: TemplateCompressor {
    /// The program and its arguments, in that order.
    private let arguments: [String]
    private let folder: URL
    private let timeoutSeconds: Double
    private let monitor: CompressionMonitor
    package let settingsText: String

    /// Holds the share of tokens to keep, such as 0.67.
    package static let rateVariable = "PROMPTINTERN_TAU"
    /// Holds the number of tokens to keep.
    package static let tokensVariable = "PROMPTINTERN_TOKENS"
    /// Holds the number of tokens of the whole text.
    package static let fullTokensVariable = "PROMPTINTERN_FULL_TOKENS"

    /// - Parameters:
    ///   - arguments: the program, found as a shell finds it, and its arguments.
    ///   - folder: that it runs in.
    ///   - timeoutSeconds: after which it is killed, with all that it started.
    ///   - monitor: ends it before that.
    package init(
        arguments: [String], folder: URL, timeoutSeconds: Double,
        monitor: CompressionMonitor = CompressionMonitor()
    ) {
        self.monitor = monitor
        self.arguments = arguments
        self.folder = folder
        self.timeoutSeconds = timeoutSeconds
        settingsText =
            "command 1; \(arguments); \(Self.contents(arguments, in: folder))"
    }

    package var name: String { "command" }

    /// The contents of files that arguments name, by their checksums: a changed script is another
    /// compressor.
    private static func contents(_ arguments: [String], in folder: URL) -> [String] {
        arguments.map { argument in
            let url = URL(filePath: argument, relativeTo: folder)
            var isFolder: ObjCBool = false
            let isFile =
                FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
                && !isFolder.boolValue
            guard isFile, let text = try? String(contentsOf: url, encoding: .utf8) else {
                return ""
            }
            return SHA256.hex(text)
        }
    }

    package func compress(
        _ text: String, to rate: Double, countTokens: (String) -> Int
    ) throws -> String {
        let budget = try CompressionBudget(text, rate: rate, countTokens: countTokens)
        if rate >= 1 { return text }
        if rate <= 0 || text.isEmpty { return "" }
        let title = arguments.joined(separator: " ")
        let output = try run(text, rate, budget, title)
        guard var result = String(validating: output, as: UTF8.self) else {
            throw CompressorError.commandOutputNotText(command: title)
        }
        if result.hasSuffix("\n"), !text.hasSuffix("\n") { result.removeLast() }
        guard result.utf8.count <= text.utf8.count else {
            throw CompressorError.commandOutputTooLong(
                command: title, givenBytes: text.utf8.count)
        }
        guard budget.tokens == 0 || result.contains(where: { !$0.isWhitespace }) else {
            throw CompressorError.commandOutputEmpty(command: title, tokens: budget.tokens)
        }
        let tokens = countTokens(result)
        if tokens > budget.tokens {
            let slack = CompressionBudget.slack(text, countTokens: countTokens)
            guard tokens <= budget.tokens + slack else {
                throw CompressorError.overBudget(
                    source: title, tokens: tokens, budget: budget.tokens, slack: slack)
            }
        }
        return result
    }

    /// What a shell answers for a program that it cannot run, and for one that it cannot find.
    private static let shellRefusals: Set<Int32> = [126, 127]

    private func run(
        _ text: String, _ rate: Double, _ budget: CompressionBudget, _ title: String
    ) throws -> [UInt8] {
        let variables = [
            Self.rateVariable: "\(rate)", Self.tokensVariable: "\(budget.tokens)",
            Self.fullTokensVariable: "\(budget.fullTokens)",
        ]
        let ending: ProcessEnding
        do {
            ending = try ChildProcess(
                arguments.map {
                    $0.replacing("{tau}", with: "\(rate)")
                        .replacing("{tokens}", with: "\(budget.tokens)")
                },
                environment: ProcessInfo.processInfo.environment.merging(variables) { $1 },
                workingFolder: folder.path, input: Array(text.utf8),
                wallSeconds: timeoutSeconds,
                // A program that prints a line ends it with a break, which is not part of the text.
                outputLimit: text.utf8.count + 1, isCancelled: { [monitor] in monitor.isStopped }
            ).run()
        } catch {
            throw CompressorError.cannotStart(command: title, reason: error.reason)
        }
        let errors = ending.lastErrorLines.joined(separator: " | ")
        switch ending.status {
        case .exited(0): return ending.output
        case .exited(let code) where Self.shellRefusals.contains(code):
            throw CompressorError.cannotStart(
                command: title, reason: errors.isEmpty ? "exit status \(code)" : errors)
        case .exited(let code):
            throw CompressorError.commandFailed(
                command: title, status: "exit status \(code)", errors: errors)
        case .signalled(let signal):
            throw CompressorError.commandFailed(
                command: title, status: "signal \(signal)", errors: errors)
        case .timedOut:
            throw CompressorError.commandTimedOut(command: title, seconds: timeoutSeconds)
        case .tooMuchOutput:
            throw CompressorError.commandOutputTooLong(
                command: title, givenBytes: text.utf8.count)
        case .cancelled: throw CompressionStopped()
        }
    }
}
