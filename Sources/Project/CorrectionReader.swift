import Prompts
import Yams

/// Reads one correction of the file, and notes all that is wrong with it.
struct CorrectionReader {
    let section: YAMLSection

    /// What `is` may say.
    private static let kinds =
        SpanKind.allCases.map(\.rawValue) + [Correction.leftOutWord, "group"]

    /// Nil where it makes no sense.
    var correction: Correction? {
        let word = section.optionalText("is")
        let name = section.optionalText("name")
        let selection = selection()
        let correction = verdict(word, name).map { verdict in
            Correction(
                verdict, selection, line: section.mark?.line ?? 0,
                occurrence: section.word("which", .every), role: section.optionalText("role"),
                group: section.optionalText("group"), record: section.optionalText("record"),
                content: section.optionalText("content"), note: section.optionalText("note"))
        }
        section.finish()
        if let correction { check(correction, hasName: name != nil) }
        return correction
    }

    private func verdict(_ word: String?, _ name: String?) -> Correction.Verdict? {
        guard let word else {
            add("\(section.full("is")) is missing.", "Write one of: \(allowed).")
            return nil
        }
        if let kind = SpanKind(rawValue: word) { return .kind(kind) }
        switch word {
        case Correction.leftOutWord: return .leftOut
        case "group":
            if name == nil {
                add("\(section.full("name")) is missing.", "Give the group a name.")
            }
            return .group(name ?? "")
        default:
            let guess = Self.kinds.nearest(to: word).map { "Did you mean \"\($0)\"? " } ?? ""
            add(
                "\(section.full("is")) is \"\(word)\", which is not known.",
                guess + "Allowed: \(allowed).")
            return nil
        }
    }

    private var allowed: String { Self.kinds.joined(separator: ", ") }

    private func selection() -> Correction.Selection {
        let text = section.optionalText("text")
        let pattern = section.optionalText("pattern")
        let from = section.optionalText("from")
        let to = section.optionalText("to")
        let holds = holds()
        var found: [Correction.Selection] = []
        if let text { found.append(.text(text)) }
        if let pattern { found.append(.pattern(pattern)) }
        if from != nil || to != nil { found.append(.between(from: from, to: to)) }
        if let holds { found.append(.holds(holds)) }
        if found.count > 1 {
            add(
                "\(section.name) selects its text in more than one way.",
                "Keep one of: text, pattern, from and to, holds.")
        }
        return found.first ?? .all
    }

    /// A text, or a list of texts.
    private func holds() -> [String]? {
        guard let node = section.node("holds") else { return nil }
        if let text = node.scalar?.string { return [text] }
        let texts = section.texts("holds", [])
        if texts.isEmpty, node.sequence != nil {
            add("\(section.full("holds")) is empty.", "Name at least one text.")
        }
        return texts
    }

    private func check(_ correction: Correction, hasName: Bool) {
        var isHolding = false
        if case .holds = correction.selection { isHolding = true }
        switch correction.verdict {
        case .group:
            if !isHolding {
                add(
                    "\(section.full("holds")) is missing.",
                    "Write a text that all prompts of the group hold.")
            }
            if correction.group != nil || correction.record != nil {
                add(
                    "\(section.name) is a group and names a \(correction.group != nil ? "group" : "record").",
                    "Leave that out: a group is told by what its prompts hold.")
            }
        case .leftOut:
            if correction.selection == .all, correction.group == nil, correction.record == nil,
                correction.content == nil
            {
                add(
                    "\(section.name) would leave out all prompts.",
                    "Add record, group, holds, text or pattern.")
            }
        case .kind:
            if isHolding {
                add(
                    "\(section.full("holds")) selects prompts, not text.",
                    "Write text, pattern, or from and to.")
            }
            if correction.selection == .all, correction.role == nil, correction.record == nil,
                correction.content == nil
            {
                add(
                    "\(section.name) says of no text what it is.",
                    "Add text, pattern, from and to, or role for whole messages.")
            }
        }
        if hasName, correction.verdictText != "group" {
            add("\(section.full("name")) belongs to a group only.", "Remove the line.")
        }
    }

    private func add(_ what: String, _ advice: String) {
        section.log.add(what, advice, at: section.mark)
    }
}
