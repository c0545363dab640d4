/// The prompts of one template, and what their messages have in common.
struct TemplateGroup {
    private(set) var turns: [TurnPattern]
    private let memberCount: Int
    private let takesTurnsAsExamples: Bool

    init(_ prompts: [ImportedPrompt], takesTurnsAsExamples: Bool) {
        memberCount = prompts.count
        self.takesTurnsAsExamples = takesTurnsAsExamples
        let alignedCount = Self.alignedCount(prompts)
        turns = (0..<alignedCount).map { index in
            TurnPattern(
                role: prompts[0].turns[index].role,
                texts: prompts.map { Array($0.turns[index].text.utf8)[...] })
        }
        let isEqualLength = prompts.allSatisfy { $0.turns.count == alignedCount }
        if isEqualLength, turns.allSatisfy(\.isWhole), let last = turns.indices.last {
            turns[last].becomeQuery()
        }
        markExamples()
    }

    /// How many first messages have the same role in all prompts.
    private static func alignedCount(_ prompts: [ImportedPrompt]) -> Int {
        guard let first = prompts.first else { return 0 }
        return prompts.reduce(first.turns.count) { count, prompt in
            zip(first.turns.prefix(count), prompt.turns).prefix { $0.role == $1.role }.count
        }
    }

    /// A question and an answer that all prompts share are a demonstration.
    private mutating func markExamples() {
        for index in turns.indices.dropLast()
        where turns[index].role == "user" && turns[index + 1].role == "assistant" {
            let isShared =
                turns[index].use == .template && turns[index + 1].use == .template
            if isShared {
                turns[index].use = .example
                turns[index + 1].use = .example
            }
        }
    }

    var hasTemplate: Bool {
        turns.contains {
            switch $0.use {
            case .template: return $0.back.byteCount > 0
            case .example: return true
            case .mixed: return $0.back.byteCount + $0.front.byteCount > 0 || $0.finder != nil
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

    struct Parts {
        var spans: [PromptSpan] = []
        var examples: [Example] = []
        var queryPieces: [String] = []
        var fit = 1.0
    }

    func parts(of prompt: ImportedPrompt) -> Parts {
        var result = Parts()
        var shared = 0
        var fitting = 0
        let lastUser = prompt.turns.lastIndex { $0.role == "user" } ?? prompt.turns.count
        var openInput: String?
        for (index, turn) in prompt.turns.enumerated() {
            let isMarked =
                takesTurnsAsExamples && index < lastUser
                && (turn.role == "user" || turn.role == "assistant")
            let isExample =
                isMarked || (index < turns.count && turns[index].use == .example)
            if isExample {
                // A shared message may still differ in a prompt that does not fit.
                append(PromptSpan(kind: .examples, role: turn.role, text: turn.text), to: &result)
                if let input = openInput, turn.role == "assistant" {
                    result.examples.append(Example(input: input, output: turn.text))
                }
                openInput = turn.role == "user" ? turn.text : nil
            } else if index < turns.count {
                let parts = turns[index].parts(of: Array(turn.text.utf8)[...])
                result.spans += parts.spans
                result.examples += parts.examples
                result.queryPieces += parts.queryPieces
                shared += parts.sharedBytes
                fitting += parts.fittingBytes
            } else {
                append(PromptSpan(kind: .query, role: turn.role, text: turn.text), to: &result)
                result.queryPieces.append(turn.text)
            }
        }
        if shared > 0 { result.fit = Double(fitting) / Double(shared) }
        return result
    }

    private func append(_ span: PromptSpan, to result: inout Parts) {
        if !span.text.isEmpty { result.spans.append(span) }
    }
}
