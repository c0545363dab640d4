/// What is wrong with a file of ratings.
package enum RatingFileError: Error, Equatable, CustomStringConvertible {
    case exists(path: String)
    case unwritable(path: String, reason: String)
    case unreadable(path: String, reason: String)
    /// Mistakes as full sentences with their lines; no rating was taken.
    case invalid(path: String, problems: [String])

    /// Mistakes that are shown at most.
    private static let shownProblems = 20

    package var description: String {
        switch self {
        case .exists(let path):
            "There is a file already, which may hold ratings.\n\(path)\n"
                + "Read them with --ratings, or name another file."
        case .unwritable(let path, let reason):
            "The file cannot be written: \(reason)\n\(path)\nCheck its folder and rights."
        case .unreadable(let path, let reason):
            "The file of ratings cannot be read: \(reason)\n\(path)\nCheck its path and rights."
        case .invalid(let path, let problems):
            "\(problems.prefix(Self.shownProblems).joined(separator: "\n"))"
                + (problems.count > Self.shownProblems
                    ? "\n... and \(problems.count - Self.shownProblems) more" : "")
                + "\n\(path): nothing is taken from this file.\nCorrect these lines; "
                + "promptintern rate --export FILE writes lines of the right shape."
        }
    }
}
