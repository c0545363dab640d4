import Foundation
import JSONText
import Processes

/// What an answer must be like to keep a rule.
///
/// Texts are compared by bytes.
package enum RulePredicate: Equatable, Sendable {
    case contains(String)
    case doesNotContain(String)
    /// A regular expression that some part of the answer fits.
    case matches(String)
    /// But for white space around it.
    case equals(String)
    /// A command line that gets `{"query", "answer"}` as JSON on standard input and ends with 0 where
    /// the rule is kept, with 1 where it is not.
    case command(String)

    /// What it asks of an answer, in words: `contains "x"`.
    package var words: String {
        switch self {
        case .contains(let text): "contains \"\(text)\""
        case .doesNotContain(let text): "does not contain \"\(text)\""
        case .matches(let pattern): "matches \(pattern)"
        case .equals(let text): "equals \"\(text)\""
        case .command(let command): "passes \(command)"
        }
    }

    /// A rule's program may take so long.
    package static let commandSeconds = 30.0
    private static let outputLimit = 1 << 20

    /// Whether an answer keeps the rule.
    /// - Throws: `JudgingError.invalidPattern`, and `probeCommandFailed` for a program that ends
    ///   otherwise than with 0 or 1.
    package func isMet(by answer: String, to query: String) throws -> Bool {
        switch self {
        case .contains(let text): return answer.utf8.firstRange(of: text.utf8) != nil
        case .doesNotContain(let text): return answer.utf8.firstRange(of: text.utf8) == nil
        case .matches(let pattern):
            return try Self.expression(pattern).firstMatch(in: answer) != nil
        case .equals(let text): return ExactMatch.holds(answer, text)
        case .command(let command): return try Self.run(command, query, answer)
        }
    }

    private static func expression(_ pattern: String) throws -> Regex<AnyRegexOutput> {
        do {
            return try Regex(pattern).matchingSemantics(.unicodeScalar)
        } catch {
            throw JudgingError.invalidPattern(pattern: pattern, reason: "\(error)")
        }
    }

    private static func run(_ command: String, _ query: String, _ answer: String) throws -> Bool {
        let input: JSONValue = ["query": .string(query), "answer": .string(answer)]
        let ending = try ShellCommand.run(
            command, folder: nil, input: input.text() + "\n", wallSeconds: commandSeconds,
            outputLimit: outputLimit)
        switch ending.status {
        case .exited(0): return true
        case .exited(1): return false
        default:
            throw JudgingError.probeCommandFailed(
                command: command, ending: ending.status.words,
                errors: ending.lastErrorLines.joined(separator: "\n"))
        }
    }
}
