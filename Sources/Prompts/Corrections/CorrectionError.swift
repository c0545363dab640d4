/// What is wrong with corrections.
///
/// A message has three parts: what, where, what to do.
package enum CorrectionError: Error, Equatable, CustomStringConvertible {
    /// Two that cannot both hold; the place is a record, where only one shows it.
    case contradiction(Correction, Correction, place: String?)
    case unknownGroup(Correction, known: [String])
    case invalidPattern(Correction, reason: String)
    /// A regular expression that does not come to an end.
    case slowPattern(Correction, place: String)
    /// A selection with an empty text would fit everywhere.
    case emptyText(Correction)
    case invalidContent(Correction)

    package var description: String {
        switch self {
        case .contradiction(let one, let other, let place):
            "\(Self.capitalised(one.title)) and \(other.title) contradict each other. "
                + "\(place ?? Corrections.fileName). Remove one of them, or make one hold for fewer "
                + "prompts or less text: what is said of one record goes before what is said of a "
                + "group, and that before what is said of all."
        case .unknownGroup(let correction, let known):
            "\(Self.capitalised(correction.title)) is for a group that no correction names. "
                + "\(Corrections.fileName). "
                + (known.isEmpty
                    ? "Name the group first: is: group, name, and holds."
                    : "Groups are: \(known.joined(separator: ", ")).")
        case .invalidPattern(let correction, let reason):
            "\(Self.capitalised(correction.title)) has a pattern that is no regular expression: "
                + "\(reason) \(Corrections.fileName). Correct it, or select the text by text, or by "
                + "from and to."
        case .slowPattern(let correction, let place):
            "\(Self.capitalised(correction.title)) has a pattern that takes too long. \(place). Write "
                + "it without repetitions inside repetitions, or select the text by from and to."
        case .emptyText(let correction):
            "\(Self.capitalised(correction.title)) has an empty text. \(Corrections.fileName). Write "
                + "the text that it is about."
        case .invalidContent(let correction):
            "\(Self.capitalised(correction.title)) has a content of another form than SIZE-HASH. "
                + "\(Corrections.fileName). Leave content out, or add the correction anew with "
                + "promptintern correct."
        }
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
