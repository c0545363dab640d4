/// The prompts of one template, and what their messages have in common.
struct TemplateGroup {
    private(set) var messages: [MessagePattern]
    /// Positions of messages that are demonstrations in all prompts.
    private(set) var exampleTurns: Set<Int> = []
    /// Before which message the demonstrations of a chat stand, where their number differs.
    private(set) var exampleGap: Int?
    private(set) var plan: LayoutPlan
    /// Marked texts in messages that not all prompts have.
    private(set) var looseMarkCount = 0
    private let memberCount: Int
    private let takesTurnsAsExamples: Bool

    /// Looks at all prompts of a template, with the marks of each; a correction's pattern tells
    /// its examples apart.
    init(
        _ prompts: [ImportedPrompt], marks: [[TextMark]]? = nil, takesTurnsAsExamples: Bool,
        examplePattern: (Int) -> TextPattern? = { _ in nil }
    ) {
        memberCount = prompts.count
        self.takesTurnsAsExamples = takesTurnsAsExamples
        let kept = prompts.map { Self.keptTurns(of: $0, takesTurnsAsExamples) }
        let alignedCount = Self.alignedCount(prompts, kept)
        messages = (0..<alignedCount).map { index in
            MessagePattern(
                role: prompts[0].turns[kept[0][index]].role,
                texts: prompts.indices.map {
                    Array(prompts[$0].turns[kept[$0][index]].text.utf8)[...]
                },
                marks: prompts.indices.map { position in
                    marks?[position].filter { $0.turn == kept[position][index] } ?? []
                }, examplePattern: examplePattern)
        }
        plan = LayoutPlan()
        let isEqualLength = kept.allSatisfy { $0.count == alignedCount }
        if isEqualLength { findQuery() }
        markExamples()
        if takesTurnsAsExamples {
            exampleGap = zip(prompts, kept).lazy.compactMap { Self.gap(in: $0, $1) }.first
        }
        looseMarkCount = zip(marks ?? [], kept).reduce(0) { sum, next in
            sum + next.0.count { !$0.isOwn && !next.1.prefix(alignedCount).contains($0.turn) }
        }
        plan = LayoutPlan(self)
    }

    // MARK: Turns

    /// Positions of the messages that are no demonstrations by order of the user.
    private static func keptTurns(
        of prompt: ImportedPrompt, _ takesTurnsAsExamples: Bool
    ) -> [Int] {
        guard takesTurnsAsExamples, let last = prompt.turns.lastIndex(where: { $0.role == "user" })
        else { return Array(prompt.turns.indices) }
        return prompt.turns.indices.filter {
            let role = prompt.turns[$0].role
            return $0 >= last || (role != "user" && role != "assistant")
        }
    }

    /// How many kept messages stand before the first that is not kept.
    private static func gap(in prompt: ImportedPrompt, _ kept: [Int]) -> Int? {
        guard kept.count < prompt.turns.count else { return nil }
        return kept.enumerated().first { $0.offset != $0.element }?.offset ?? kept.count
    }

    /// How many first messages have the same role in all prompts.
    private static func alignedCount(_ prompts: [ImportedPrompt], _ kept: [[Int]]) -> Int {
        guard let first = prompts.first else { return 0 }
        return zip(prompts, kept).reduce(kept[0].count) { count, next in
            zip(kept[0].prefix(count), next.1).prefix {
                first.turns[$0].role == next.0.turns[$1].role
            }.count
        }
    }

    /// Something has to be the query: where nothing varies, the last message is.
    private mutating func findQuery() {
        let hasQuery = messages.contains { message in
            !message.free.allSatisfy(\.isWhole)
                || message.marked.contains { $0.kind == .query || $0.queryPieceCount > 0 }
        }
        guard !hasQuery else { return }
        let last = messages.indices.last { index in
            messages[index].free.contains { !$0.back.head.isEmpty }
        }
        guard let last,
            let column = messages[last].free.lastIndex(where: { !$0.back.head.isEmpty })
        else { return }
        messages[last].free[column].becomeQuery()
    }

    /// A question and an answer that all prompts share are a demonstration.
    private mutating func markExamples() {
        for index in messages.indices.dropLast()
        where messages[index].role == "user" && messages[index + 1].role == "assistant" {
            let pair = [index, index + 1]
            let isShared = pair.allSatisfy {
                messages[$0].marked.isEmpty && messages[$0].free[0].use == .template
            }
            if isShared { for position in pair { messages[position].free[0].use = .example } }
            if pair.allSatisfy({ messages[$0].isExampleTurn }) { exampleTurns.formUnion(pair) }
        }
    }

    var hasTemplate: Bool {
        if exampleGap != nil { return true }
        return messages.contains { message in
            if message.marked.contains(where: { $0.kind != .query }) { return true }
            return message.free.contains { turn in
                switch turn.use {
                case .template: turn.back.byteCount > 0
                case .example: true
                case .mixed:
                    turn.back.byteCount + turn.front.byteCount > 0 || turn.finder != nil
                }
            }
        }
    }

    /// - Parameter fit: Share of the template's bytes that a prompt has.
    /// - Returns: From 0 to 1, in thousandths.
    func confidence(fit: Double) -> Double {
        let evidence =
            switch memberCount {
            case 1: 0.3
            case 2: 0.6
            case 3..<10: 0.8
            default: 1.0
            }
        let value = evidence * fit * (hasTemplate ? 1 : 0.5)
        return (value * 1000).rounded() / 1000
    }

    // MARK: One prompt

    func parts(of prompt: ImportedPrompt, marks: [TextMark] = []) -> PromptParts {
        let kept = Self.keptTurns(of: prompt, takesTurnsAsExamples)
        var parts = PromptParts()
        var openInput: String?
        var position = 0
        for (index, turn) in prompt.turns.enumerated() {
            let isKept = position < kept.count && kept[position] == index
            defer { if isKept { position += 1 } }
            if !isKept || exampleTurns.contains(position) {
                // A shared message may still differ in a prompt that does not fit.
                parts.append(turn.text, .examples, turn.role)
                if let input = openInput, turn.role == "assistant" {
                    parts.examples.append(Example(input: input, output: turn.text))
                }
                openInput = turn.role == "user" ? turn.text : nil
            } else if position < messages.count {
                parts.append(
                    Array(turn.text.utf8)[...], messages[position],
                    marks.filter { $0.turn == index })
            } else {
                parts.appendLater(turn, marks.filter { $0.turn == index })
            }
        }
        parts.queryPieces = plan.pieces(parts.queryPieces)
        return parts
    }
}
