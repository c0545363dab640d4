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
            configuration: model.configuration,
            capacity: capacity ?? model.configuration.contextLength)
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
}

extension Duration {
    /// The duration in milliseconds, with fraction.
    package var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) * 1e-15
    }
}
