import Foundation

/// Answers prompts, one after the other, on one cache.
package final class Generator {
    /// Where an answer ends and how its tokens are chosen.
    package struct Options: Sendable {
        package var maximumNewTokens: Int
        /// Any of these ends the answer and does not belong to it.
        package var stopTokens: Set<Int32>
        package var sampler: Sampler
        /// Whether the beginning that a prompt shares with the one before is computed anew.
        package var isCacheCold: Bool

        package init(
            maximumNewTokens: Int = 64, stopTokens: Set<Int32> = [], sampler: Sampler = .greedy,
            isCacheCold: Bool = false
        ) {
            self.maximumNewTokens = maximumNewTokens
            self.stopTokens = stopTokens
            self.sampler = sampler
            self.isCacheCold = isCacheCold
        }
    }

    /// An answer with what it took.
    package struct Answer: Sendable {
        package var tokens: [Int32]
        package var promptTokenCount: Int
        /// Prompt tokens that were found in the cache.
        package var cachedTokenCount: Int
        /// Until the first token is known.
        package var prefillMilliseconds: Double
        /// For the tokens after it.
        package var decodeMilliseconds: Double
    }

    private let model: Transformer
    private let cache: KeyValueCache

    package init(_ model: Transformer, capacity: Int? = nil) {
        self.model = model
        cache = KeyValueCache(
            for: model, capacity: capacity ?? model.configuration.contextLength)
    }

    /// Forgets what is cached; needed when the model's weights have changed.
    package func reset() { cache.truncate(to: 0) }

    /// Generates until a stop token, the limit, or until `onToken` answers false.
    /// - Throws: `ModelError.contextExceeded` where prompt and answer do not fit.
    package func answer(
        _ prompt: [Int32], _ options: Options, onToken: (Int32) -> Bool = { _ in true }
    ) throws -> Answer {
        let limit = options.maximumNewTokens
        guard prompt.count + limit <= cache.capacity else {
            throw ModelError.contextExceeded(tokens: prompt.count + limit, limit: cache.capacity)
        }
        var sampler = options.sampler
        let clock = ContinuousClock()
        let start = clock.now
        // At least the last token is computed, for its logits.
        let shared =
            options.isCacheCold ? 0 : min(cache.commonPrefix(with: prompt), prompt.count - 1)
        cache.truncate(to: shared)
        var logits = try model.extend(cache, with: prompt[shared...])
        let prefilled = clock.now
        var tokens: [Int32] = []
        while tokens.count < limit {
            let token = sampler.sample(logits)
            if options.stopTokens.contains(token) { break }
            tokens.append(token)
            guard onToken(token), tokens.count < limit else { break }
            logits = try model.extend(cache, with: CollectionOfOne(token))
        }
        return Answer(
            tokens: tokens, promptTokenCount: prompt.count, cachedTokenCount: shared,
            prefillMilliseconds: (prefilled - start).milliseconds,
            decodeMilliseconds: (clock.now - prefilled).milliseconds)
    }

    /// How long the first token of a prompt takes where the beginning of it is cached, as a server
    /// has it that keeps what its requests share.
    ///
    /// - Parameters:
    ///   - prompt: fits into the cache.
    ///   - cachedCount: tokens of the beginning that are cached; fewer than the prompt has.
    /// - Returns: milliseconds, without what bringing the beginning into the cache takes.
    /// - Throws: `ModelError.contextExceeded` where the prompt does not fit.
    package func warmPrefillMilliseconds(_ prompt: [Int32], cachedCount: Int) throws -> Double {
        precondition(cachedCount < prompt.count, "The last token is computed, for its logits.")
        try bring(Array(prompt[..<cachedCount]), keeping: cache.commonPrefix(with: prompt))
        let clock = ContinuousClock()
        let start = clock.now
        _ = try model.extend(cache, with: prompt[cachedCount...])
        return (clock.now - start).milliseconds
    }

    // MARK: Several prompts

    /// Beginnings shorter than this are not worth a cache of their own.
    private static let shortestShared = 16

    /// Answers several prompts at once: what they begin with is computed once for all of them (and
    /// kept for the next call), and every step of decoding reads the weights once for all.
    ///
    /// Answers are those that `answer` gives each prompt. Times are the common ones, shared out.
    ///
    /// - Parameters:
    ///   - prompts: at least one.
    ///   - options: for all of them.
    ///   - onToken: called with the prompt's index; false ends that answer.
    /// - Returns: one answer a prompt.
    /// - Throws: `ModelError.contextExceeded` where a prompt and its answer do not fit.
    package func answers(
        _ prompts: [[Int32]], _ options: Options,
        onToken: (_ prompt: Int, Int32) -> Bool = { _, _ in true }
    ) throws -> [Answer] {
        let limit = options.maximumNewTokens
        for prompt in prompts where prompt.count + limit > cache.capacity {
            throw ModelError.contextExceeded(tokens: prompt.count + limit, limit: cache.capacity)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let shared = try share(Self.commonCount(prompts), of: prompts, options)
        let branches = prompts.map { prompt in
            KeyValueCache(
                for: model, capacity: prompt.count - shared.count + limit,
                branchingFrom: shared.count > 0 ? cache : nil)
        }
        var logits = try model.prefill(
            zip(branches, prompts).map { ($0, Array($1[shared.count...])) })
        let prefilled = clock.now
        var samplers = prompts.map { _ in options.sampler }
        var tokens = [[Int32]](repeating: [], count: prompts.count)
        var active = limit > 0 ? Array(prompts.indices) : []
        while !active.isEmpty {
            var goesOn: [(prompt: Int, token: Int32)] = []
            for (place, prompt) in active.enumerated() {
                let token = samplers[prompt].sample(logits[place])
                if options.stopTokens.contains(token) { continue }
                tokens[prompt].append(token)
                if onToken(prompt, token), tokens[prompt].count < limit {
                    goesOn.append((prompt, token))
                }
            }
            active = goesOn.map(\.prompt)
            logits = try model.decode(goesOn.map { (branches[$0.prompt], $0.token) })
        }
        let count = Double(max(prompts.count, 1))
        let prefill = (prefilled - start).milliseconds / count
        let decode = (clock.now - prefilled).milliseconds / count
        return prompts.indices.map {
            Answer(
                tokens: tokens[$0], promptTokenCount: prompts[$0].count,
                cachedTokenCount: shared.cachedCount, prefillMilliseconds: prefill,
                decodeMilliseconds: decode)
        }
    }

    /// Brings the common beginning into the cache.
    private func share(
        _ count: Int, of prompts: [[Int32]], _ options: Options
    ) throws -> (count: Int, cachedCount: Int) {
        guard count >= Self.shortestShared, prompts.count > 1 else { return (0, 0) }
        let beginning = Array(prompts[0][..<count])
        let cached = options.isCacheCold ? 0 : cache.commonPrefix(with: beginning)
        try bring(beginning, keeping: cached)
        return (count, cached)
    }

    /// Makes the cache hold a beginning and nothing else.
    ///
    /// - Parameters:
    ///   - beginning: what it is to hold.
    ///   - cached: tokens of it that are there already, and stay.
    /// - Throws: `ModelError.contextExceeded` where it does not fit.
    private func bring(_ beginning: [Int32], keeping cached: Int) throws {
        let kept = min(cached, beginning.count)
        cache.truncate(to: kept)
        guard kept < beginning.count else { return }
        _ = try model.prefill([(cache, Array(beginning[kept...]))])
    }

    /// Tokens that all prompts begin with; at least the last one of each is left out, for its
    /// logits.
    package static func commonCount(_ prompts: [[Int32]]) -> Int {
        guard let first = prompts.first else { return 0 }
        return prompts.reduce(first.count) { common, prompt in
            min(zip(first, prompt).prefix { $0 == $1 }.count, prompt.count - 1, common)
        }
    }
}

extension Duration {
    /// The duration in milliseconds, with fraction.
    package var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) * 1e-15
    }
}
