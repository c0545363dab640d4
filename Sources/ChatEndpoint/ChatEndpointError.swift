/// Why an endpoint gave no answer.
///
/// A message has three lines: what, where, what to do. None holds the key.
package struct ChatEndpointError: Error, Equatable, CustomStringConvertible {
    /// What happened.
    package enum Problem: Equatable, Sendable {
        case invalidURL
        case missingKey(variable: String)
        /// Characters that no header may hold.
        case malformedKey(variable: String)
        case unreachable(reason: String, attempts: Int)
        case timedOut(seconds: Double, attempts: Int)
        case keyRefused(status: Int, variable: String?)
        case busy(status: Int, attempts: Int)
        /// The server asks to wait longer than anybody would.
        case longWait(status: Int, seconds: Double, limit: Double)
        case refused(status: Int, message: String)
        case tooLong(byteLimit: Int)
        /// An answer that is no chat completion.
        case nonsense(reason: String)
    }

    package let problem: Problem
    /// Without what may be secret in it.
    package let url: String
    /// Of project.yaml, such as "compressor".
    package let section: String

    package init(_ problem: Problem, url: String, section: String) {
        self.problem = problem
        self.url = url
        self.section = section
    }

    package var description: String { "\(what)\n\(url)\n\(remedy)" }

    private var what: String {
        switch problem {
        case .invalidURL: "The endpoint is no address of the web."
        case .missingKey(let variable):
            "The environment variable \(variable) with the endpoint's key is not set."
        case .malformedKey(let variable):
            "The environment variable \(variable) holds spaces or characters that no key has."
        case .unreachable(let reason, let attempts):
            "The endpoint cannot be reached (\(Self.tried(attempts))): "
                + "\(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)."
        case .timedOut(let seconds, let attempts):
            "The endpoint did not answer within \(Self.seconds(seconds)) "
                + "(\(Self.tried(attempts)))."
        case .keyRefused(let status, let variable):
            variable == nil
                ? "The endpoint wants a key (status \(status))."
                : "The endpoint refuses the key (status \(status))."
        case .busy(let status, let attempts):
            (status == 429 ? "The endpoint limits its rate" : "The endpoint fails or is overloaded")
                + " (status \(status), \(Self.tried(attempts)))."
        case .longWait(let status, let seconds, let limit):
            "The endpoint asks to come back in \(Self.seconds(seconds)) (status \(status)), longer "
                + "than the \(Self.seconds(limit)) that are waited at most."
        case .refused(let status, let message):
            "The endpoint refuses the request (status \(status))"
                + (message.isEmpty ? "." : ": \(message)")
        case .tooLong(let byteLimit):
            "The endpoint's answer has more than \(byteLimit) bytes and was cut off."
        case .nonsense(let reason):
            "The endpoint's answer is no chat completion: \(reason)."
        }
    }

    private var remedy: String {
        switch problem {
        case .invalidURL:
            "Write \(section).endpoint as http:// or https:// with the path before "
                + "/chat/completions, such as https://api.openai.com/v1."
        case .missingKey:
            "Set it, or remove \(section).key_variable where the endpoint needs no key."
        case .malformedKey: "Put the key alone into it."
        case .unreachable: "Start it, or correct \(section).endpoint."
        case .timedOut: "Raise \(section).timeout_seconds, or try again later."
        case .keyRefused(_, let variable):
            variable.map { "Put a valid key into the environment variable \($0)." }
                ?? "Name the environment variable of a key in \(section).key_variable."
        case .busy: "Try again later."
        case .longWait: "Try again then."
        case .refused: "Check \(section).endpoint and \(section).model."
        case .tooLong, .nonsense:
            "Check that \(section).endpoint is the base of an OpenAI-compatible API."
        }
    }

    private static func seconds(_ seconds: Double) -> String {
        let text =
            seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds))" : "\(seconds)"
        return text == "1" ? "1 second" : "\(text) seconds"
    }

    private static func tried(_ count: Int) -> String {
        "tried \(count == 1 ? "once" : "\(count) times")"
    }
}
