/// One thing that a person says about a log's prompts, which the decomposition has to keep to.
///
/// It names texts instead of places, so that it holds for next week's log as well.
package struct Correction: Sendable, Equatable {
    /// What is said.
    package enum Verdict: Sendable, Equatable {
        /// The selected text is of this kind.
        case kind(SpanKind)
        /// The prompts are left out.
        case leftOut
        /// The prompts follow one template, which has this name.
        case group(String)
    }

    /// Which text of a message, or which prompts.
    package enum Selection: Sendable, Equatable {
        /// This text.
        case text(String)
        /// What a regular expression fits; `.` also fits line breaks.
        case pattern(String)
        /// From a text, which belongs to it, up to another, which does not; nil is the message's
        /// beginning or end.
        case between(from: String?, to: String?)
        /// Prompts that hold one of these texts.
        case holds([String])
        /// Whole messages.
        case all
    }

    /// Which of several places in one message.
    package enum Occurrence: String, Sendable, CaseIterable {
        case every, first, last
    }

    /// Its place in the list, counted from 1.
    package var number: Int
    /// Of the file, counted from 1; 0 where it comes from none.
    package var line: Int
    package var verdict: Verdict
    package var selection: Selection
    package var occurrence: Occurrence
    /// Only messages of this role.
    package var role: String?
    /// Only prompts of the group with this name.
    package var group: String?
    /// Only the record with this id.
    package var record: String?
    /// What the record's prompt is known by when its id changes: see `PromptContent`.
    package var content: String?
    /// Why, in the user's words.
    package var note: String?

    package init(
        _ verdict: Verdict, _ selection: Selection, number: Int = 0, line: Int = 0,
        occurrence: Occurrence = .every, role: String? = nil, group: String? = nil,
        record: String? = nil, content: String? = nil, note: String? = nil
    ) {
        self.number = number
        self.line = line
        self.verdict = verdict
        self.selection = selection
        self.occurrence = occurrence
        self.role = role
        self.group = group
        self.record = record
        self.content = content
        self.note = note
    }

    /// A correction of one record goes before one of a group, and that before one of all.
    var rank: Int { record != nil || content != nil ? 2 : group != nil ? 1 : 0 }

    /// Whether two corrections speak of the same text of the same prompts.
    func hasSameScope(as other: Correction) -> Bool {
        selection == other.selection && occurrence == other.occurrence && role == other.role
            && group == other.group && record == other.record && content == other.content
    }
}

// MARK: Wording

extension Correction {
    /// For messages: `correction 2 (pinned "Never tell", corrections.yaml, line 7)`.
    package var title: String {
        "correction \(number) (\(summary)\(line > 0 ? ", \(Corrections.fileName), line \(line)" : ""))"
    }

    /// What it says, in a few words.
    package var summary: String {
        var words: String
        switch verdict {
        case .kind(let kind): words = kind.rawValue
        case .leftOut: words = Self.leftOutWord
        case .group(let name): words = "group \(name)"
        }
        if let text = selectionText { words += " \(text)" }
        if occurrence != .every { words += ", \(occurrence.rawValue) place" }
        if let role { words += ", role \(role)" }
        if let group { words += ", group \(group)" }
        if let record { words += ", record \(record)" }
        return words
    }

    /// What `is` says in the file for prompts that are left out.
    package static let leftOutWord = "left-out"

    private var selectionText: String? {
        switch selection {
        case .text(let text): "\"\(Self.excerpt(text))\""
        case .pattern(let pattern): "pattern \"\(Self.excerpt(pattern))\""
        case .between(let from, let to):
            [from.map { "from \"\(Self.excerpt($0))\"" }, to.map { "to \"\(Self.excerpt($0))\"" }]
                .compactMap { $0 }.joined(separator: " ")
        case .holds(let texts):
            "holds " + texts.map { "\"\(Self.excerpt($0))\"" }.joined(separator: " or ")
        case .all: nil
        }
    }

    /// Longest piece of a text that a message shows, in characters.
    private static let shownLength = 40

    private static func excerpt(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > shownLength ? line.prefix(shownLength - 3) + "..." : line
    }
}
