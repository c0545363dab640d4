extension PriceTable {
    /// What a provider's batch is cheaper by, as a share: half at all that have batches.
    package static let batchDiscount = 0.5

    /// Prices as lists of 2026 had them, in dollars per million tokens.
    ///
    /// Prices change, and lists disagree: a file of one's own stands above these.
    package static let builtIn = PriceTable(openAI + others)

    private static let listDay = "2026-06-21"
    private static let endOfFourths = "switched off on 2027-01-14, with the models tuned from it"

    private static let openAI = [
        ModelPrices(
            name: "gpt-4o-mini",
            base: TokenPrices(input: 0.15, cachedInput: 0.075, output: 0.60),
            tuned: TokenPrices(input: 0.30, cachedInput: 0.15, output: 1.20), training: 3,
            asOf: listDay, note: endOfFourths),
        ModelPrices(
            name: "gpt-4.1-mini",
            base: TokenPrices(input: 0.40, cachedInput: 0.10, output: 1.60),
            tuned: TokenPrices(input: 0.80, cachedInput: 0.20, output: 3.20), training: 5,
            asOf: listDay, note: "\(endOfFourths); the price of training is not confirmed"),
        ModelPrices(
            name: "gpt-4.1-nano",
            base: TokenPrices(input: 0.10, cachedInput: 0.025, output: 0.40),
            tuned: TokenPrices(input: 0.20, cachedInput: 0.05, output: 0.80), training: 1.5,
            asOf: listDay,
            note: "retired on 2026-10-23; the price of training is not confirmed"),
        ModelPrices(
            name: "gpt-4.1",
            base: TokenPrices(input: 2, cachedInput: 0.50, output: 8),
            tuned: TokenPrices(input: 3, cachedInput: 0.75, output: 12), training: 25,
            asOf: listDay, note: "\(endOfFourths); the price of training is not confirmed"),
        ModelPrices(
            name: "gpt-4o",
            base: TokenPrices(input: 2.50, cachedInput: 1.25, output: 10),
            tuned: TokenPrices(input: 3.75, cachedInput: 1.875, output: 15), training: 25,
            asOf: listDay, note: endOfFourths),
        ModelPrices(
            name: "gpt-5", base: TokenPrices(input: 1.25, cachedInput: 0.125, output: 10),
            asOf: "2026"),
        ModelPrices(
            name: "gpt-5-mini", base: TokenPrices(input: 0.25, cachedInput: 0.025, output: 2),
            asOf: "2026"),
        ModelPrices(
            name: "gpt-5-nano", base: TokenPrices(input: 0.05, cachedInput: 0.005, output: 0.40),
            asOf: "2026"),
        ModelPrices(
            name: "gpt-5.4", base: TokenPrices(input: 2.50, cachedInput: 0.25, output: 15),
            asOf: "2026"),
        ModelPrices(
            name: "gpt-6-luna", base: TokenPrices(input: 0.10, cachedInput: 0.01, output: 0.50),
            asOf: "2026-10"),
    ]

    private static let noCachedPrice = "no price of cached input is known: counted in full"

    private static let others = [
        ModelPrices(
            name: "claude-sonnet-4.5",
            base: TokenPrices(input: 3, cachedInput: 0.30, output: 15, cacheWrite: 3.75),
            asOf: "2026",
            note: "retires on 2026-11-30 on Anthropic's platform; Bedrock has a date of its own"),
        ModelPrices(
            name: "claude-sonnet-5.5",
            base: TokenPrices(input: 2, cachedInput: 0.10, output: 10, cacheWrite: 2.50),
            asOf: "2026-10"),
        ModelPrices(
            name: "claude-haiku-4.5", base: TokenPrices(input: 1, cachedInput: 1, output: 5),
            asOf: "2026", note: noCachedPrice),
        ModelPrices(
            name: "claude-haiku-5.5",
            base: TokenPrices(input: 0.10, cachedInput: 0.10, output: 0.50), asOf: "2026-10",
            note: "\(noCachedPrice); for prompts up to 100,000 tokens"),
        ModelPrices(
            name: "claude-3-haiku",
            base: TokenPrices(input: 0.25, cachedInput: 0.25, output: 1.25), asOf: "2026",
            note: "Bedrock; a tuned one costs provisioned throughput by the hour"),
        ModelPrices(
            name: "nova-micro", base: TokenPrices(input: 0.035, cachedInput: 0.035, output: 0.14),
            asOf: "2026-03", note: noCachedPrice),
        ModelPrices(
            name: "nova-lite", base: TokenPrices(input: 0.06, cachedInput: 0.06, output: 0.24),
            asOf: "2026-03", note: noCachedPrice),
        ModelPrices(
            name: "nova-pro", base: TokenPrices(input: 0.80, cachedInput: 0.80, output: 3.20),
            asOf: "2026-03", note: noCachedPrice),
        ModelPrices(
            name: "llama-3.3-70b", base: TokenPrices(input: 0.72, cachedInput: 0.72, output: 0.72),
            asOf: "2026-03", note: "Bedrock; \(noCachedPrice)"),
    ]
}
