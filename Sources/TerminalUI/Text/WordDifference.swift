/// What changed from one text to another, in words, or in whole sentences where much changed.
package struct WordDifference: Equatable, Sendable {
    package enum Kind: Sendable { case same, removed, added }

    /// A passage that stayed, went or came.
    package struct Piece: Equatable, Sendable {
        package var kind: Kind
        package var text: String

        package init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// In reading order; joined, without the removed ones, they give the new text.
    package private(set) var pieces: [Piece] = []

    /// Above so many words on a side a changed passage is shown as a whole: the search grows with
    /// the square of what differs.
    static let wordLimit = 400
    /// Above so many sentences or lines the texts are shown as wholly different.
    static let sentenceLimit = 4000

    package init(from old: String, to new: String) {
        let before = Self.sentences(old)
        let after = Self.sentences(new)
        guard before.count <= Self.sentenceLimit, after.count <= Self.sentenceLimit else {
            add(.removed, old)
            add(.added, new)
            return
        }
        var (removed, added) = ("", "")
        for step in Self.steps(from: before, to: after) {
            switch step.kind {
            case .removed: removed += step.text
            case .added: added += step.text
            case .same:
                addPassage(removed, added)
                (removed, added) = ("", "")
                add(.same, step.text)
            }
        }
        addPassage(removed, added)
    }

    private mutating func addPassage(_ removed: String, _ added: String) {
        if removed.isEmpty || added.isEmpty {
            add(.removed, removed)
            add(.added, added)
            return
        }
        let before = Self.words(removed)
        let after = Self.words(added)
        guard before.count <= Self.wordLimit, after.count <= Self.wordLimit else {
            add(.removed, removed)
            add(.added, added)
            return
        }
        for step in Self.steps(from: before, to: after) { add(step.kind, step.text) }
    }

    private mutating func add(_ kind: Kind, _ text: String) {
        guard !text.isEmpty else { return }
        if let last = pieces.indices.last, pieces[last].kind == kind {
            pieces[last].text += text
        } else {
            pieces.append(Piece(kind, text))
        }
    }

    private static func steps(from old: [String], to new: [String]) -> [Piece] {
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.compactMap { Self.offset($0) })
        let added = Set(difference.insertions.compactMap { Self.offset($0) })
        var result: [Piece] = []
        var (before, after) = (0, 0)
        while before < old.count || after < new.count {
            if before < old.count, removed.contains(before) {
                result.append(Piece(.removed, old[before]))
                before += 1
            } else if after < new.count, added.contains(after) {
                result.append(Piece(.added, new[after]))
                after += 1
            } else {
                result.append(Piece(.same, new[after]))
                before += 1
                after += 1
            }
        }
        return result
    }

    private static func offset(_ change: CollectionDifference<String>.Change) -> Int? {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    /// Pieces that end at a line end or after a full stop with its space.
    private static func sentences(_ text: String) -> [String] {
        var result: [String] = []
        var piece = ""
        var previous: Character = " "
        for character in text {
            piece.append(character)
            if character.isNewline || (character == " " && ".!?;:".contains(previous)) {
                result.append(piece)
                piece = ""
            }
            previous = character
        }
        if !piece.isEmpty { result.append(piece) }
        return result
    }

    /// Words, each with the space after it.
    private static func words(_ text: String) -> [String] {
        var result: [String] = []
        var piece = ""
        for character in text {
            if let last = piece.last, last.isWhitespace, !character.isWhitespace {
                result.append(piece)
                piece = ""
            }
            piece.append(character)
        }
        if !piece.isEmpty { result.append(piece) }
        return result
    }
}
