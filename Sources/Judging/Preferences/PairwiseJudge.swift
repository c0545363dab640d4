/// Lets a judge model say which answer of a pair is better, in both orders.
package struct PairwiseJudge {
    /// What is said to the judge, and by it.
    package enum Turn: Equatable, Sendable {
        case question(String)
        case answer(String)
    }

    /// A judgement of one pair.
    package struct Outcome: Equatable, Sendable {
        /// Nil where an answer of the judge was no verdict even when asked again.
        package var preference: Preference?
        /// Whether the judge preferred another answer in the other order, which counts as a tie.
        package var dependsOnOrder: Bool

        package init(preference: Preference?, dependsOnOrder: Bool = false) {
            self.preference = preference
            self.dependsOnOrder = dependsOnOrder
        }
    }

    private let prompt: JudgePrompt
    private let known: (_ query: String, _ a: String, _ b: String) throws -> Preference?
    private let keep: (_ query: String, _ a: String, _ b: String, Preference) throws -> Void
    private let ask: (_ instruction: String, _ turns: [Turn]) throws -> String

    /// Makes a judge out of a model and a memory.
    ///
    /// - Parameters:
    ///   - prompt: what it is asked.
    ///   - known: its verdict of before on these texts in this order.
    ///   - keep: keeps a verdict, at once: the next question may fail.
    ///   - ask: sends a conversation to the model and returns its answer.
    package init(
        prompt: JudgePrompt,
        known: @escaping (_ query: String, _ a: String, _ b: String) throws -> Preference?,
        keep: @escaping (_ query: String, _ a: String, _ b: String, Preference) throws -> Void,
        ask: @escaping (_ instruction: String, _ turns: [Turn]) throws -> String
    ) {
        self.prompt = prompt
        self.known = known
        self.keep = keep
        self.ask = ask
    }

    /// Judges one pair; two equal answers are a tie without being asked.
    /// - Throws: What asking and keeping throw.
    package func judge(_ pair: AnswerPair) throws -> Outcome {
        if pair.isSame { return Outcome(preference: .tie) }
        // Both orders are asked even where the first gives no verdict: what it costs is little, and
        // the kept half serves the next time.
        let straight = try verdict(pair.query, pair.first, pair.second)
        let exchanged = try verdict(pair.query, pair.second, pair.first)?.exchanged
        guard let straight, let exchanged else { return Outcome(preference: nil) }
        guard straight != exchanged else { return Outcome(preference: straight) }
        return Outcome(preference: .tie, dependsOnOrder: true)
    }

    private func verdict(_ query: String, _ a: String, _ b: String) throws -> Preference? {
        if let known = try known(query, a, b) { return known }
        var turns = [Turn.question(prompt.question(query: query, a: a, b: b))]
        for _ in 0..<Self.questionsAnOrder {
            let answer = try ask(prompt.instruction, turns)
            if let verdict = JudgePrompt.verdict(answer) {
                try keep(query, a, b, verdict)
                return verdict
            }
            turns += [.answer(answer), .question(JudgePrompt.reminder)]
        }
        return nil
    }

    /// How often one order is asked at most.
    private static let questionsAnOrder = 2
}
