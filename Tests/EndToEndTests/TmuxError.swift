/// Why the harness gives up; with the screen as it was, which says most.
enum TmuxError: Error, CustomStringConvertible {
    case command(arguments: [String], error: String)
    case noProgram(shell: String)
    case timedOut(waitingFor: String, seconds: Double, screen: String)

    var description: String {
        switch self {
        case .command(let arguments, let error):
            "\(arguments.joined(separator: " ")): \(error)"
        case .noProgram(let shell): "The shell \(shell) has no program running."
        case .timedOut(let text, let seconds, let screen):
            "No \(text) after \(seconds) s. The screen was:\n\(screen)"
        }
    }
}
