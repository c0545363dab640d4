/// Dollars that one request costs by each way to serve.
struct RequestCosts {
    private let inputs: BreakEvenInputs

    init(_ inputs: BreakEvenInputs) { self.inputs = inputs }

    /// A cost, with a note where the way is not what its name says.
    struct Cost {
        var dollars: Double
        var note: String?
    }

    /// nil where an input for the way is missing.
    func cost(of way: BreakEvenRow.Way) -> Cost? {
        let full = inputs.promptTokens
        switch way {
        case .tunedFull: return plain(inputs.tunedPrices, full)
        case .base: return plain(inputs.basePrices, full)
        case .tunedFullCached: return cached(inputs.tunedPrices, full)
        case .tunedQueryOnly: return plain(inputs.tunedPrices, inputs.queryTokens)
        case .baseCached: return cached(inputs.basePrices, full)
        case .compressed:
            return inputs.compressedPromptTokens.map { plain(inputs.basePrices, $0) }
        case .compressedCached:
            return inputs.compressedPromptTokens.map { cached(inputs.basePrices, $0) }
        case .smaller: return inputs.smallerPrices.map { plain($0, full) }
        case .smallerCached: return inputs.smallerPrices.map { cached($0, full) }
        case .routedCached: return routed(cached(inputs.basePrices, full))
        case .routedQueryOnly: return routed(plain(inputs.tunedPrices, inputs.queryTokens))
        case .baseBatch: return batch(plain(inputs.basePrices, full))
        case .tunedQueryOnlyBatch: return batch(plain(inputs.tunedPrices, inputs.queryTokens))
        }
    }

    private static let tokensAPrice = 1_000_000.0

    private func plain(_ prices: TokenPrices, _ inputTokens: Int) -> Cost {
        Cost(
            dollars: (Double(inputTokens) * prices.input
                + Double(inputs.outputTokens) * prices.output) / Self.tokensAPrice)
    }

    /// With what all prompts begin with from the cache.
    private func cached(_ prices: TokenPrices, _ inputTokens: Int) -> Cost {
        let prefix = prefix(inputTokens)
        guard prefix >= inputs.minimumCacheablePrefix else {
            var cost = plain(prices, inputTokens)
            let what =
                inputs.sharedPrefixTokens == nil
                ? "\(prefix) tokens stand before the query"
                : "all prompts begin with the same \(prefix) tokens"
            cost.note =
                "not cached: \(what), and the cache begins at \(inputs.minimumCacheablePrefix)"
            return cost
        }
        let hit = inputs.cacheHitRate
        let prefixPrice =
            hit * prices.cachedInput + (1 - hit) * (prices.cacheWrite ?? prices.input)
        var cost = plain(prices, inputTokens - prefix)
        cost.dollars += Double(prefix) * prefixPrice / Self.tokensAPrice
        return cost
    }

    /// Tokens of a prompt that a cache can hold: of a shortened one the same share as of the full one.
    private func prefix(_ inputTokens: Int) -> Int {
        let beforeQuery = inputTokens - inputs.queryTokens
        guard let shared = inputs.sharedPrefixTokens else { return beforeQuery }
        let full = inputs.promptTokens - inputs.queryTokens
        guard full > 0 else { return 0 }
        return min(beforeQuery, Int(Double(shared) * Double(beforeQuery) / Double(full)))
    }

    /// The routed share by the smaller model with its cache, the rest at another way's cost.
    private func routed(_ rest: Cost) -> Cost? {
        guard let share = inputs.routedShare, let prices = inputs.smallerPrices else { return nil }
        let smaller = cached(prices, inputs.promptTokens)
        return Cost(
            dollars: share * smaller.dollars + (1 - share) * rest.dollars,
            note: smaller.note ?? rest.note)
    }

    private func batch(_ cost: Cost) -> Cost? {
        inputs.batchDiscount.map { Cost(dollars: cost.dollars * (1 - $0), note: cost.note) }
    }
}
