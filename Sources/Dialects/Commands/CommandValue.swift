/// A value that stands in a command.
package enum CommandValue: Sendable, Hashable {
    /// Which part of a name is given.
    package enum NameMatch: Int, Sendable, CaseIterable, Hashable { case start, end, middle }

    /// The units of a size, from small to large.
    package enum SizeUnit: Int, Sendable, CaseIterable, Hashable {
        case kilobytes, megabytes, gigabytes

        /// As requests spell it.
        var word: String {
            switch self {
            case .kilobytes: "KB"
            case .megabytes: "MB"
            case .gigabytes: "GB"
            }
        }
    }

    /// The units of an age, from short to long.
    package enum AgeUnit: Int, Sendable, CaseIterable, Hashable {
        case days, weeks, months

        /// As requests spell it.
        var word: String {
            switch self {
            case .days: "days"
            case .weeks: "weeks"
            case .months: "months"
            }
        }
    }

    /// A file or folder.
    case path(String)
    case text(String)
    case pattern(String, NameMatch)
    case size(Int, SizeUnit)
    case age(Int, AgeUnit)
    case number(Int)
    /// A user.
    case user(String)
}
