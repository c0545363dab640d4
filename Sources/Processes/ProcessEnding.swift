/// A program's end with what it printed until then.
package struct ProcessEnding: Equatable, Sendable {
    /// How a program ended.
    package enum Status: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)
        /// Stopped by us.
        case timedOut, tooMuchOutput, cancelled

        /// In words that follow "The program".
        package var words: String {
            switch self {
            case .exited(let code): "ended with status \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            case .timedOut: "did not end in time"
            case .tooMuchOutput: "printed too much"
            case .cancelled: "was stopped"
            }
        }
    }

    package var status: Status
    package var output: [UInt8]
    /// All of standard error, or its end: see `ChildProcess.ErrorOutput`.
    package var errors: [UInt8]

    package init(status: Status, output: [UInt8], errors: [UInt8]) {
        self.status = status
        self.output = output
        self.errors = errors
    }

    /// Standard error as text; what is no UTF-8 in it is replaced.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// The last lines of standard error, where programs say why they end.
    package var lastErrorLines: [String] { LineExcerpt.lastLines(of: errorText) }
}
