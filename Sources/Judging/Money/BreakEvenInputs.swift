/// All that the cost of a way to serve depends on.
package struct BreakEvenInputs: Equatable, Sendable {
    package var basePrices: TokenPrices
    package var tunedPrices: TokenPrices
    /// Tokens of a whole prompt, the query among them.
    package var promptTokens: Int
    package var queryTokens: Int
    package var outputTokens: Int
    /// Share of requests that find the prefix in the cache.
    package var cacheHitRate: Double
    /// Shorter prefixes are not cached at all.
    package var minimumCacheablePrefix: Int
    /// Tokens that all prompts begin with alike; nil where everything before the query is the same.
    ///
    /// Examples that are chosen for each query are not the same, nor is what follows them.
    package var sharedPrefixTokens: Int?
    /// Dollars, once.
    package var trainingCost: Double
    /// Requests that totals are for.
    package var requestCount: Int
    /// What a batch is cheaper by, as a share; nil where there are no batches.
    package var batchDiscount: Double?
    /// A model for easy queries, or for all.
    package var smallerPrices: TokenPrices?
    /// Share of requests that a router sends to the smaller model.
    package var routedShare: Double?
    /// Tokens of a whole prompt after compression, the query among them.
    package var compressedPromptTokens: Int?

    /// OpenAI's shortest prefix, and most other providers'.
    package static let standardCacheablePrefix = 1024

    package init(
        basePrices: TokenPrices, tunedPrices: TokenPrices, promptTokens: Int, queryTokens: Int,
        outputTokens: Int, cacheHitRate: Double = 1,
        minimumCacheablePrefix: Int = BreakEvenInputs.standardCacheablePrefix,
        sharedPrefixTokens: Int? = nil, trainingCost: Double = 0, requestCount: Int = 1_000_000,
        batchDiscount: Double? = nil,
        smallerPrices: TokenPrices? = nil, routedShare: Double? = nil,
        compressedPromptTokens: Int? = nil
    ) {
        self.basePrices = basePrices
        self.tunedPrices = tunedPrices
        self.promptTokens = promptTokens
        self.queryTokens = queryTokens
        self.outputTokens = outputTokens
        self.cacheHitRate = cacheHitRate
        self.minimumCacheablePrefix = minimumCacheablePrefix
        self.sharedPrefixTokens = sharedPrefixTokens
        self.trainingCost = trainingCost
        self.requestCount = requestCount
        self.batchDiscount = batchDiscount
        self.smallerPrices = smallerPrices
        self.routedShare = routedShare
        self.compressedPromptTokens = compressedPromptTokens
    }

    /// All mistakes, as full sentences.
    package var problems: [String] {
        var problems: [String] = []
        func need(_ isRight: Bool, _ problem: String) {
            if !isRight { problems.append(problem) }
        }
        let models =
            [("base", basePrices), ("tuned", tunedPrices)]
            + (smallerPrices.map { [("smaller", $0)] } ?? [])
        for (name, prices) in models {
            let all = [prices.input, prices.cachedInput, prices.output, prices.cacheWrite ?? 0]
            need(
                all.allSatisfy { $0 >= 0 && $0.isFinite },
                "A price of the \(name) model is negative or no number.")
        }
        need(queryTokens >= 0, "The query has \(queryTokens) tokens.")
        need(outputTokens >= 0, "The output has \(outputTokens) tokens.")
        need(
            promptTokens >= queryTokens,
            "The prompt has fewer tokens (\(promptTokens)) than the query in it (\(queryTokens)).")
        need(
            sharedPrefixTokens ?? 0 >= 0 && minimumCacheablePrefix >= 0,
            "A prefix has a number of tokens below zero.")
        if let compressedPromptTokens {
            need(
                compressedPromptTokens >= queryTokens && compressedPromptTokens <= promptTokens,
                "The compressed prompt has \(compressedPromptTokens) tokens; it needs at least the "
                    + "query's \(queryTokens) and at most the full prompt's \(promptTokens).")
        }
        for (name, share) in [
            ("cache hit rate", cacheHitRate), ("batch discount", batchDiscount ?? 0),
            ("routed share", routedShare ?? 0),
        ] {
            need((0...1).contains(share), "The \(name) is \(share); it is a share from 0 to 1.")
        }
        need(
            routedShare == nil || smallerPrices != nil,
            "A routed share needs the prices of the smaller model.")
        need(
            trainingCost >= 0 && trainingCost.isFinite, "The cost of training is \(trainingCost).")
        need(requestCount > 0, "The number of requests is \(requestCount).")
        return problems
    }
}
