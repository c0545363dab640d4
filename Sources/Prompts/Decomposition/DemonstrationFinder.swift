/// Finds repeated demonstrations in a text: blocks of a line with an input label ("Question:",
/// "### Input") and a line with an output label behind it.
struct DemonstrationFinder: Equatable {
    /// In lower case, without marks and numbers: "question" for "### Question 2:".
    let inputLabel: String
    let outputLabel: String

    private static let inputLabels: Set<String> = [
        "q", "question", "input", "query", "problem", "task", "request", "english", "nl",
        "source", "sentence", "text", "instruction", "prompt", "user", "human", "customer",
    ]
    /// What these begin may be a conversation, which is no demonstration.
    private static let speakers: Set<String> = ["user", "human", "customer"]
    private static let voterCount = 200

    /// The labels that nearly all texts use twice or more.
    init?(commonTo texts: [SharedPattern.Bytes]) {
        let count = min(Self.voterCount, texts.count)
        guard count > 0 else { return nil }
        let voters = (0..<count).map { texts[$0 * texts.count / count] }
        var polls: [String: Poll] = [:]
        for text in voters {
            for candidate in Self.candidates(Self.labelledLines(text)) {
                let finder = candidate.finder
                let found = finder.blocks(in: text)
                // Labels that are not known for it must show by themselves that the model is to go
                // on with the next answer.
                guard
                    candidate.isKnown
                        ? found.complete.count >= 2 || (found.complete.count == 1 && found.isOpen)
                        : found.complete.count >= 2 && found.endsInLabel
                else { continue }
                polls[finder.key, default: Poll(finder: finder)].count(found)
            }
        }
        guard let best = polls.values.max(by: <), 10 * best.votes >= 9 * count else { return nil }
        let finder = best.finder
        if Self.speakers.contains(finder.inputLabel) {
            let regions = voters.map { text in
                finder.blocks(in: text).region.map { Array(text[$0]) } ?? []
            }
            if Set(regions).count > 1 || texts.count == 1 { return nil }
        }
        self = finder
    }

    /// The labels of demonstrations that a correction marked: any two will do, and one
    /// demonstration is enough.
    init?(marked texts: [SharedPattern.Bytes]) {
        guard let sample = texts.max(by: { $0.count < $1.count }) else { return nil }
        let labels = Self.labelledLines(sample).map(\.label)
        guard let first = labels.first else { return nil }
        let finders = Set(labels.dropFirst()).subtracting([first]).map {
            DemonstrationFinder(inputLabel: first, outputLabel: $0)
        }
        var best: Poll?
        for finder in finders {
            let found = finder.blocks(in: sample)
            guard !found.complete.isEmpty, !found.isOpen else { continue }
            var poll = Poll(finder: finder)
            poll.count(found)
            if best.map({ $0 < poll }) ?? true { best = poll }
        }
        guard let best else { return nil }
        self = best.finder
    }

    private init(inputLabel: String, outputLabel: String) {
        self.inputLabel = inputLabel
        self.outputLabel = outputLabel
    }

    private var key: String { "\(inputLabel)\n\(outputLabel)" }

    /// Pairs of labels that may mark demonstrations.
    ///
    /// A line that begins the input label's paragraph may be the input's true beginning, such as
    /// the table above its question: both are tried.
    private static func candidates(_ lines: [LabelledLine]) -> [Candidate] {
        var counts: [String: Int] = [:]
        for line in lines { counts[line.label, default: 0] += 1 }
        var found: [Candidate] = []
        for (index, next) in lines.indices.dropFirst().map({ ($0 - 1, lines[$0]) }) {
            let line = lines[index]
            guard next.label != line.label else { continue }
            let isKnown = inputLabels.contains(line.label)
            // Two demonstrations and the query.
            guard isKnown || counts[line.label, default: 0] > 2 else { continue }
            let lead = lines[..<index].last {
                $0.paragraph == line.paragraph && $0.beginsParagraph
            }
            for label in [line.label, lead?.label].compactMap({ $0 }) where label != next.label {
                let finder = DemonstrationFinder(inputLabel: label, outputLabel: next.label)
                if let place = found.firstIndex(where: { $0.finder == finder }) {
                    found[place].isKnown = found[place].isKnown || isKnown
                } else {
                    found.append(Candidate(finder: finder, isKnown: isKnown))
                }
            }
        }
        return found
    }

    private struct Candidate {
        let finder: DemonstrationFinder
        /// Whether the input's label is one that demonstrations are known to have.
        var isKnown: Bool
    }

    /// What speaks for a pair of labels.
    private struct Poll: Comparable {
        let finder: DemonstrationFinder
        var votes = 0
        var blockCount = 0
        /// Bytes from the first to the last block: of two pairs with the same blocks, the one that
        /// leaves less of them outside.
        var regionLength = 0

        init(finder: DemonstrationFinder) { self.finder = finder }

        mutating func count(_ blocks: Blocks) {
            votes += 1
            blockCount += blocks.complete.count
            regionLength += blocks.region?.count ?? 0
        }

        static func < (left: Poll, right: Poll) -> Bool {
            // The names settle a tie, so that the answer does not depend on a dictionary's order.
            (left.votes, left.blockCount, left.regionLength, right.finder.key)
                < (right.votes, right.blockCount, right.regionLength, left.finder.key)
        }
    }

    // MARK: Blocks

    struct Block: Equatable {
        /// From behind the input label to the output label's line.
        var input: Range<Int>
        var output: Range<Int>
        /// The labels as written.
        var inputLabel: Range<Int>
        var outputLabel: Range<Int>
    }

    struct Blocks {
        var complete: [Block]
        /// Whether an input without an answer follows: the query.
        var isOpen: Bool
        /// Whether the output's label follows that, and nothing else.
        var endsInLabel = false
        /// From the first block's label to the end of the last.
        var region: Range<Int>?
    }

    func blocks(in text: SharedPattern.Bytes) -> Blocks {
        let lines = Self.labelledLines(text)
        let starts = lines.indices.filter { lines[$0].label == inputLabel }
        var result = Blocks(complete: [], isOpen: false, region: nil)
        for (place, start) in starts.enumerated() {
            let limit = place + 1 < starts.count ? starts[place + 1] : lines.count
            let end = limit < lines.count ? lines[limit].start : text.endIndex
            let answer = lines[start..<limit].first { $0.label == outputLabel }
            guard let answer, Self.hasContent(text[answer.contentStart..<end]) else {
                result.isOpen = place + 1 == starts.count
                result.endsInLabel = result.isOpen && answer != nil
                continue
            }
            let stop = min(end, Self.paragraphEnd(text[answer.contentStart..<end]))
            result.complete.append(
                Block(
                    input: lines[start].contentStart..<answer.start,
                    output: answer.contentStart..<stop,
                    inputLabel: lines[start].start..<lines[start].contentStart,
                    outputLabel: answer.start..<answer.contentStart))
        }
        if let first = result.complete.first, let last = result.complete.last {
            result.region = first.inputLabel.lowerBound..<last.output.upperBound
        }
        return result
    }

    private static func hasContent(_ text: SharedPattern.Bytes) -> Bool {
        text.contains { !TextTokens.isSpace($0) }
    }

    /// The end of the blank lines behind the first paragraph that has text.
    private static func paragraphEnd(_ text: SharedPattern.Bytes) -> Int {
        let bounds = TextTokens.lineBounds(of: text)
        var hasText = false
        var isBehind = false
        for (start, end) in zip(bounds, bounds.dropFirst()) {
            let isBlank = !hasContent(text[start..<end])
            if isBehind, !isBlank { return start }
            // The rest of the label's own line may be empty.
            if isBlank, hasText { isBehind = true }
            if !isBlank { hasText = true }
        }
        return text.endIndex
    }

    // MARK: Labels

    private struct LabelledLine {
        var label: String
        var start: Int
        var contentStart: Int
        /// Paragraphs are parted by blank lines.
        var paragraph = 0
        var beginsParagraph = false
    }

    private static func labelledLines(_ text: SharedPattern.Bytes) -> [LabelledLine] {
        let bounds = TextTokens.lineBounds(of: text)
        var lines: [LabelledLine] = []
        var paragraph = 0
        var isFirst = true
        for (start, end) in zip(bounds, bounds.dropFirst()) {
            if !hasContent(text[start..<end]) {
                paragraph += 1
                isFirst = true
                continue
            }
            if var line = labelledLine(text[start..<end]) {
                line.paragraph = paragraph
                line.beginsParagraph = isFirst
                lines.append(line)
            }
            isFirst = false
        }
        return lines
    }

    private static func labelledLine(_ line: SharedPattern.Bytes) -> LabelledLine? {
        let marks = "#*[<".utf8
        guard let first = line.first, marks.contains(first) || isLetter(first) else { return nil }
        let head = line.prefix(40)
        let colon = head.firstIndex(of: UInt8(ascii: ":"))
        let name: SharedPattern.Bytes
        var contentStart: Int
        if let colon {
            name = line[..<colon]
            contentStart = colon + 1
        } else if first == UInt8(ascii: "#"), line.count <= 40 {
            name = line
            contentStart = line.endIndex
        } else {
            return nil
        }
        var label: [UInt8] = []
        for byte in name {
            if isLetter(byte) || (byte == 0x20 && !label.isEmpty) {
                label.append(byte | 0x20)
            } else if !marks.contains(byte), !TextTokens.isSpace(byte), byte != UInt8(ascii: "]"),
                byte != UInt8(ascii: ">"), !(0x30...0x39).contains(byte)
            {
                return nil
            }
        }
        while label.last == 0x20 { label.removeLast() }
        guard !label.isEmpty, TextTokens.wordCount(label) <= 3 else { return nil }
        while contentStart < line.endIndex, "* ".utf8.contains(line[contentStart]) {
            contentStart += 1
        }
        return LabelledLine(
            label: String(decoding: label, as: UTF8.self), start: line.startIndex,
            contentStart: contentStart)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
