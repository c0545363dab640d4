import ChatEndpoint
import Judging
import Project
import Prompts
import RunStore

/// A judge model behind an endpoint, whose verdicts are kept in the history.
///
/// Each verdict is kept as it comes, by its texts: a judge that fails after hundreds of pairs is
/// asked about the rest only.
package struct EndpointJudge {
    private let endpoint: ChatEndpoint
    private let prompt: JudgePrompt
    private let store: RunStore

    /// A word, and room for a model that begins with a line break.
    private static let answerTokens = 16

    package init(_ settings: ProjectFile.Evaluation.Judge, store: RunStore) {
        self.init(
            ChatEndpoint(
                .init(
                    section: "evaluation.judge", url: settings.endpoint, model: settings.model,
                    keyVariable: settings.keyVariable, timeoutSeconds: settings.timeoutSeconds,
                    attempts: settings.attempts)),
            criteria: settings.instructions, store: store)
    }

    init(_ endpoint: ChatEndpoint, criteria: String?, store: RunStore) {
        self.endpoint = endpoint
        prompt = JudgePrompt(criteria: criteria)
        self.store = store
    }

    /// For people.
    package var title: String { "judge \(endpoint.settings.model) at \(endpoint.shownURL)" }

    /// Names its verdicts in the history: all that they depend on.
    var identity: String {
        "judge \(JudgePrompt.version) \(endpoint.settings.model) \(endpoint.shownURL) "
            + SHA256.hex(prompt.instruction)
    }

    /// Finds out what can be known before anything is asked.
    /// - Throws: `ChatEndpointError` for an address or a key that is none.
    package func check() throws { try endpoint.check() }

    /// Judges all pairs in both orders.
    ///
    /// - Parameters:
    ///   - pairs: the pairs.
    ///   - progress: told after each pair how many are done.
    /// - Returns: What it prefers.
    /// - Throws: `RunControlError.judgeFailed`, `RunStoreError`.
    package func tally(
        _ pairs: [AnswerPair], progress: (Int) -> Void = { _ in }
    ) throws -> PreferenceTally {
        let judge = PairwiseJudge(
            prompt: prompt,
            known: { [store, identity] query, a, b in
                try store.preference(hash: AnswerPair.hash(query, a, b), judge: identity)
                    .flatMap(Preference.init)
            },
            keep: { [store, identity] query, a, b, preference in
                try store.keepPreference(
                    preference.rawValue, hash: AnswerPair.hash(query, a, b), judge: identity)
            },
            ask: { [endpoint] instruction, turns in
                let messages = turns.map { turn in
                    switch turn {
                    case .question(let text): ChatMessage(.user, text)
                    case .answer(let text): ChatMessage(.assistant, text)
                    }
                }
                return try endpoint.answer(
                    [ChatMessage(.system, instruction)] + messages,
                    maximumTokens: Self.answerTokens)
            })
        var tally = PreferenceTally()
        for (index, pair) in pairs.enumerated() {
            do {
                tally.add(try judge.judge(pair), pair)
            } catch let error as ChatEndpointError {
                throw RunControlError.judgeFailed(
                    reason: "\(error)", judged: index, of: pairs.count)
            }
            progress(index + 1)
        }
        return tally
    }
}
