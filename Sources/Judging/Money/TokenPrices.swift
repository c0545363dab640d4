/// What a model's tokens cost, in dollars per million.
package struct TokenPrices: Equatable, Sendable {
    package var input: Double
    /// Of a prefix that the provider finds in its cache.
    package var cachedInput: Double
    package var output: Double
    /// Of a prefix that goes into the cache; as `input` where it is nil.
    package var cacheWrite: Double?

    package init(
        input: Double, cachedInput: Double, output: Double, cacheWrite: Double? = nil
    ) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
        self.cacheWrite = cacheWrite
    }

    /// The prices of a machine of one's own, busy all the time.
    ///
    /// A tuned model costs there what its base does.
    /// Speeds are tokens a second of the whole machine, all requests together. A prefix in the cache
    /// costs the share `cachedShare` of computing it.
    /// - Precondition: The speeds are above 0.
    package static func selfHosted(
        dollarsPerHour: Double, prefillTokensPerSecond: Double, decodeTokensPerSecond: Double,
        cachedShare: Double = 0
    ) -> TokenPrices {
        precondition(prefillTokensPerSecond > 0 && decodeTokensPerSecond > 0, "A speed is above 0.")
        let dollarsPerMillionSeconds = dollarsPerHour / 3600 * 1_000_000
        let input = dollarsPerMillionSeconds / prefillTokensPerSecond
        return TokenPrices(
            input: input, cachedInput: input * cachedShare,
            output: dollarsPerMillionSeconds / decodeTokensPerSecond)
    }
}
