import Foundation
import Processes

/// How the tests of one answer ended.
package enum TestOutcome: Equatable, Sendable {
    case passed
    /// A test failed, or the program did before its end; the first lines of what it said.
    case failed(String)
    case timedOut
    case outOfMemory
    case tooMuchOutput
    /// The answer is not to blame: the program that runs tests could not be started.
    case broken(String)

    package var isPassed: Bool { self == .passed }

    /// One word for tables.
    package var name: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .timedOut: "timed out"
        case .outOfMemory: "out of memory"
        case .tooMuchOutput: "too much output"
        case .broken: "broken"
        }
    }

    /// The outcome of a program that prints `mark` at its end.
    init(_ ending: ProcessEnding, mark: String?) {
        switch ending.status {
        case .timedOut, .signalled(Self.cpuLimitSignal): self = .timedOut
        case .tooMuchOutput: self = .tooMuchOutput
        case .exited(0):
            guard let mark else {
                self = .passed
                return
            }
            let lines = ending.output.split(separator: 0x0A)
            self =
                lines.contains { $0.elementsEqual(mark.utf8) }
                ? .passed : .failed("The program ended before its tests did.")
        case .exited, .signalled, .cancelled:
            let lines = ending.errorText.split(whereSeparator: \.isNewline)
            if let first = lines.first, Self.sandboxNames.contains(where: first.hasPrefix) {
                self = .broken(LineExcerpt.text(ending.errorText))
            } else if let last = lines.last, Self.memoryWords.contains(where: last.hasPrefix) {
                self = .outOfMemory
            } else {
                let said = LineExcerpt.text(ending.errorText)
                self = .failed(said.isEmpty ? "The program \(ending.status.words)." : said)
            }
        }
    }

    private static let cpuLimitSignal = SIGXCPU
    /// What the programs around the tested one begin their messages with.
    private static let sandboxNames = ["bwrap: ", "prlimit: ", "setpriv: "]
    /// How interpreters name a failed allocation: Python, C++, Node, Ruby.
    private static let memoryWords = [
        "MemoryError", "terminate called after throwing an instance of 'std::bad_alloc'",
        "FATAL ERROR: Reached heap limit", "[FATAL] failed to allocate memory",
    ]
}
