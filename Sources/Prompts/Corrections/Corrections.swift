/// All that a person has said about a log's prompts.
package struct Corrections: Sendable, Equatable {
    /// The file that holds them inside a project's folder.
    package static let fileName = "corrections.yaml"

    /// In the file's order, numbered from 1.
    package private(set) var list: [Correction]

    /// Nothing to correct.
    package static let none = Corrections(unchecked: [])

    package var isEmpty: Bool { list.isEmpty }

    /// Numbers the corrections and checks that they can hold together.
    /// - Throws: `CorrectionError`.
    package init(_ list: [Correction]) throws(CorrectionError) {
        self.init(unchecked: list)
        try check()
    }

    private init(unchecked list: [Correction]) {
        self.list = list
        for index in list.indices { self.list[index].number = index + 1 }
    }

    /// The groups that have a name, in their order.
    package var groupNames: [String] {
        list.compactMap { if case .group(let name) = $0.verdict { name } else { nil } }
    }

    /// The pattern of examples that says what their input and output are: its first two groups.
    func examplePattern(_ index: Int) -> TextPattern? {
        guard list[index].verdict == .kind(.examples),
            case .pattern(let pattern) = list[index].selection
        else { return nil }
        // Patterns were read once already, when the corrections were checked.
        guard let expression = try? TextPattern(pattern), expression.groupCount >= 2 else {
            return nil
        }
        return expression
    }

    // MARK: Checks

    private func check() throws(CorrectionError) {
        let names = groupNames
        for correction in list {
            try Self.check(correction)
            if let group = correction.group, !names.contains(group) {
                throw .unknownGroup(correction, known: names)
            }
        }
        for (index, one) in list.enumerated() {
            for other in list[(index + 1)...] where Self.contradict(one, other) {
                throw .contradiction(one, other, place: nil)
            }
        }
    }

    private static func check(_ correction: Correction) throws(CorrectionError) {
        let texts: [String]
        switch correction.selection {
        case .text(let text): texts = [text]
        case .pattern(let pattern):
            texts = [pattern]
            do { _ = try TextPattern(pattern) } catch {
                throw .invalidPattern(correction, reason: "\(error)")
            }
        case .between(let from, let to): texts = [from, to].compactMap { $0 }
        case .holds(let list): texts = list
        case .all: texts = []
        }
        if texts.contains(where: \.isEmpty) { throw .emptyText(correction) }
        if let content = correction.content, PromptContent(content) == nil {
            throw .invalidContent(correction)
        }
    }

    private static func contradict(_ one: Correction, _ other: Correction) -> Bool {
        switch (one.verdict, other.verdict) {
        case (.kind(let kind), .kind(let second)):
            return kind != second && one.hasSameScope(as: other)
        case (.group(let name), .group(let second)):
            guard case .holds(let texts) = one.selection, case .holds(let others) = other.selection
            else { return name == second }
            return name == second || texts.contains { others.contains($0) }
        case (.leftOut, .kind), (.kind, .leftOut):
            // To say what a text is in prompts that are not there.
            let (leftOut, marked) = one.verdict == .leftOut ? (one, other) : (other, one)
            guard leftOut.selection == .all else { return false }
            if leftOut.record != nil { return leftOut.record == marked.record }
            return leftOut.group != nil && leftOut.group == marked.group
        default: return false
        }
    }
}
