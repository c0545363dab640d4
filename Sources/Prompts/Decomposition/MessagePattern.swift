/// One message of a template's prompts, cut where corrections mark text in it.
///
/// What stands between the marks is taken apart as a message of its own. Marks are lined up over
/// the prompts by their corrections; a prompt may lack some. Marks of a single record make no
/// column, but may stand in one of their kind.
struct MessagePattern {
    typealias Bytes = SharedPattern.Bytes

    let role: String?
    /// One more than there are marked columns.
    var free: [TurnPattern]
    private(set) var marked: [MarkedColumn] = []

    /// More places than this are not lined up; what they mark stays unmarked.
    private static let columnLimit = 64

    /// Takes the message of each prompt with the marks in it.
    init(
        role: String?, texts: [Bytes], marks: [[TextMark]],
        examplePattern: (Int) -> TextPattern?
    ) {
        self.role = role
        let signature = Self.signature(marks.map { $0.filter { !$0.isOwn } })
        guard !signature.isEmpty else {
            free = [TurnPattern(role: role, texts: texts)]
            return
        }
        var exact = [[Bytes]](repeating: [], count: signature.count + 1)
        var present = [[Bytes]](repeating: [], count: signature.count)
        for (text, marks) in zip(texts, marks) {
            let cut = Cut(text, marks, signature)
            for run in cut.runs where run.columns.count == 1 {
                exact[run.columns.lowerBound].append(run.text)
            }
            for (column, text) in cut.marked.enumerated() {
                if let text { present[column].append(text) }
            }
        }
        free = exact.map { TurnPattern(role: role, texts: $0) }
        marked = zip(signature, present).map { mark, present in
            MarkedColumn(
                kind: mark.kind, correction: mark.correction, role: role, texts: present,
                memberCount: texts.count, examplePattern: examplePattern(mark.correction))
        }
    }

    /// The kinds and corrections of a message's marks, in an order that holds those of all prompts.
    private static func signature(_ marks: [[TextMark]]) -> [TextMark] {
        var counts: [[Int]: (count: Int, marks: [TextMark])] = [:]
        for marks in marks where !marks.isEmpty {
            counts[marks.map(\.correction), default: (0, marks)].count += 1
        }
        let ordered = counts.sorted {
            ($0.value.count, $1.key.count) == ($1.value.count, $0.key.count)
                ? $0.key.lexicographicallyPrecedes($1.key)
                : ($0.value.count, $1.key.count) > ($1.value.count, $0.key.count)
        }
        return ordered.reduce(into: []) { result, next in
            let merged = supersequence(result, next.value.marks)
            if merged.count <= columnLimit { result = merged }
        }
    }

    /// The shortest sequence that holds both in their order.
    private static func supersequence(_ one: [TextMark], _ other: [TextMark]) -> [TextMark] {
        var lengths = [[Int]](
            repeating: [Int](repeating: 0, count: other.count + 1), count: one.count + 1)
        for i in one.indices.reversed() {
            for j in other.indices.reversed() {
                lengths[i][j] =
                    one[i].correction == other[j].correction
                    ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var (i, j) = (0, 0)
        var result: [TextMark] = []
        while i < one.count, j < other.count {
            if one[i].correction == other[j].correction {
                result.append(one[i])
                (i, j) = (i + 1, j + 1)
            } else if lengths[i + 1][j] >= lengths[i][j + 1] {
                result.append(one[i])
                i += 1
            } else {
                result.append(other[j])
                j += 1
            }
        }
        return result + one[i...] + other[j...]
    }

    // MARK: One prompt's message

    /// A message by columns.
    struct Columns {
        /// The text of each free column.
        var free: [Bytes]
        /// The text between two of them; nil where the mark is missing.
        var marked: [Bytes?]
        /// Marks for which there is no column.
        var loose: [TextMark]
    }

    private struct Cut {
        /// Free text; several columns where the marks between them are missing.
        var runs: [(columns: ClosedRange<Int>, text: Bytes)] = []
        var marked: [Bytes?]
        var loose: [TextMark] = []

        init(_ text: Bytes, _ marks: [TextMark], _ signature: [TextMark]) {
            marked = [Bytes?](repeating: nil, count: signature.count)
            var column = 0
            var cursor = text.startIndex
            for (mark, place) in zip(marks, Self.places(marks, signature)) {
                guard let place else {
                    loose.append(mark)
                    continue
                }
                let start = text.startIndex + mark.range.lowerBound
                let end = text.startIndex + mark.range.upperBound
                runs.append((column...place, text[cursor..<start]))
                marked[place] = text[start..<end]
                (column, cursor) = (place + 1, end)
            }
            runs.append((column...signature.count, text[cursor...]))
        }

        /// The column of each mark: shared ones first, a record's own where one of the kind is left
        /// between those.
        private static func places(_ marks: [TextMark], _ signature: [TextMark]) -> [Int?] {
            var places = [Int?](repeating: nil, count: marks.count)
            var column = 0
            for (index, mark) in marks.enumerated() where !mark.isOwn {
                places[index] = signature[column...].firstIndex {
                    $0.correction == mark.correction
                }
                column = places[index].map { $0 + 1 } ?? column
            }
            column = 0
            for (index, mark) in marks.enumerated() {
                if mark.isOwn {
                    let limit = places[index...].lazy.compactMap { $0 }.first ?? signature.count
                    places[index] = signature[column..<limit].firstIndex { $0.kind == mark.kind }
                }
                column = places[index].map { $0 + 1 } ?? column
            }
            return places
        }
    }

    /// Cuts a prompt's message.
    func columns(of text: Bytes, _ marks: [TextMark]) -> Columns {
        guard !marked.isEmpty else { return Columns(free: [text], marked: [], loose: marks) }
        let cut = Cut(
            text, marks,
            marked.map {
                TextMark(turn: 0, range: 0..<0, kind: $0.kind, correction: $0.correction)
            })
        var columns = Columns(
            free: cut.runs.flatMap { split($0.text, $0.columns) }, marked: cut.marked,
            loose: cut.loose)
        for (index, column) in marked.enumerated() where columns.marked[index] == nil {
            // A mark takes the white space behind it along; where it is missing, that is still there.
            guard case .varying = column.content, column.kind != .query else { continue }
            let text = columns.free[index + 1]
            let rest = text.drop(while: TextTokens.isSpace)
            guard rest.startIndex > text.startIndex else { continue }
            columns.marked[index] = text[..<rest.startIndex]
            columns.free[index + 1] = rest
        }
        return columns
    }

    /// Deals free text to columns between which the marks are missing.
    private func split(_ text: Bytes, _ columns: ClosedRange<Int>) -> [Bytes] {
        var rest = text
        var pieces: [Bytes] = []
        for column in columns.dropLast() {
            let end = end(of: column, in: rest)
            pieces.append(rest[..<end])
            rest = rest[end...]
        }
        return pieces + [rest]
    }

    private func end(of column: Int, in text: Bytes) -> Int {
        let pattern = free[column].back
        let next = free[column + 1].back
        guard text.starts(with: pattern.head) else { return text.startIndex }
        let start = text.startIndex + pattern.head.count
        if pattern.isWhole { return start }
        if let place = TextTokens.firstIndex(of: pattern.tail, in: text, from: start) {
            return place + pattern.tail.count
        }
        return TextTokens.firstIndex(of: next.head, in: text, from: start) ?? text.endIndex
    }

    // MARK: Whole messages

    /// Whether the message is the same in all prompts and no correction speaks of it.
    var isWhole: Bool { marked.isEmpty && free[0].isWhole }

    /// Whether it may be one side of a demonstration.
    var isExampleTurn: Bool {
        if marked.isEmpty { return free[0].use == .example }
        return marked.count == 1 && marked[0].kind == .examples
            && free.allSatisfy { $0.isWhole && $0.back.head.isEmpty }
    }
}
