import Testing

@testable import Judging

@Suite struct BreakEvenTests {
    /// gpt-4.1-mini: a prompt of 3,000 tokens of which 200 are the query, 150 tokens of output.
    private static var worked: BreakEvenInputs {
        BreakEvenInputs(
            basePrices: TokenPrices(input: 0.40, cachedInput: 0.10, output: 1.60),
            tunedPrices: TokenPrices(input: 0.80, cachedInput: 0.20, output: 3.20),
            promptTokens: 3000, queryTokens: 200, outputTokens: 150)
    }

    private func cost(_ inputs: BreakEvenInputs, _ way: BreakEvenRow.Way) throws -> Double {
        try #require(try BreakEven(inputs).row(way)).totalCost
    }

    @Test(arguments: [
        (BreakEvenRow.Way.tunedFull, 2880.0), (.base, 1440), (.tunedFullCached, 1200),
        (.tunedQueryOnly, 640), (.baseCached, 600),
    ])
    func theWorkedCaseHoldsForAMillionRequests(way: BreakEvenRow.Way, dollars: Double) throws {
        #expect(isClose(try cost(Self.worked, way), dollars))
    }

    @Test func theFiveRowsAlwaysStandThere() throws {
        let table = try BreakEven(Self.worked)
        #expect(
            table.rows.map(\.way)
                == [.tunedFull, .base, .tunedFullCached, .tunedQueryOnly, .baseCached])
        #expect(table.cheapestOther?.way == .baseCached)
        #expect(table.row(.baseCached)?.breakEvenRequests == nil)
        #expect(table.row(.base)?.breakEvenRequests == 0)
        #expect(
            table.summary == """
                For 1,000,000 requests query-only costs $640.00 with its training; the cheapest other \
                way (base model, full prompt, cached) costs $600.00: query-only never pays against it.
                """)
    }

    @Test func trainingIsPaidBackByTheSaving() throws {
        var inputs = Self.worked
        inputs.trainingCost = 400
        inputs.cacheHitRate = 0.5
        let table = try BreakEven(inputs)
        // Saved against the base without cache: $800 a million.
        #expect(table.row(.base)?.breakEvenRequests == 500_000)
        // Half of the hits: (0.5 * 0.1 + 0.5 * 0.4) * 2,800 + 80 + 240 = $1,020 a million.
        #expect(isClose(try cost(inputs, .baseCached), 1020))
        #expect(table.row(.baseCached)?.breakEvenRequests == 1_052_632)
        #expect(isClose(try cost(inputs, .tunedQueryOnly), 1040))
        // Both need the training.
        #expect(table.row(.tunedFull)?.breakEvenRequests == 0)
        #expect(table.row(.tunedQueryOnly)?.breakEvenRequests == 0)
        #expect(table.summary.hasSuffix("query-only pays from 1,052,632 requests on."))
    }

    @Test func whereTheBreakEvenLiesTheTotalsMeet() throws {
        var inputs = Self.worked
        inputs.trainingCost = 123
        inputs.cacheHitRate = 0.6
        for way in [BreakEvenRow.Way.base, .baseCached] {
            inputs.requestCount = try #require(try BreakEven(inputs).row(way)?.breakEvenRequests)
            #expect(try cost(inputs, .tunedQueryOnly) <= cost(inputs, way))
            inputs.requestCount -= 1
            #expect(try cost(inputs, .tunedQueryOnly) > cost(inputs, way))
        }
    }

    @Test func shortPrefixesAreNotCached() throws {
        var inputs = Self.worked
        inputs.promptTokens = 1223
        let short = try BreakEven(inputs)
        #expect(short.row(.baseCached)?.costPerRequest == short.row(.base)?.costPerRequest)
        #expect(
            short.row(.baseCached)?.note
                == "not cached: 1023 tokens stand before the query, and the cache begins at 1024")
        inputs.promptTokens = 1224
        let long = try BreakEven(inputs)
        #expect(long.row(.baseCached)?.note == nil)
        #expect(try cost(inputs, .baseCached) < cost(inputs, .base))
    }

    @Test func cacheWritesMayCostMore() throws {
        var inputs = Self.worked
        inputs.basePrices.cacheWrite = 0.5
        inputs.cacheHitRate = 0
        // 2,800 * 0.5 + 200 * 0.4 + 150 * 1.6.
        #expect(isClose(try cost(inputs, .baseCached), 1720))
    }

    @Test func furtherRowsAppearWithTheirInputs() throws {
        var inputs = Self.worked
        inputs.smallerPrices = TokenPrices(input: 0.10, cachedInput: 0.025, output: 0.40)
        inputs.routedShare = 0.4
        inputs.batchDiscount = 0.5
        inputs.compressedPromptTokens = 1100
        let table = try BreakEven(inputs)
        #expect(table.rows.map(\.way) == BreakEvenRow.Way.allCases)
        #expect(isClose(try cost(inputs, .smaller), 360))
        #expect(isClose(try cost(inputs, .smallerCached), 70 + 20 + 60))
        #expect(isClose(try cost(inputs, .compressed), 440 + 240))
        // 900 tokens before the query are too few for the cache.
        #expect(isClose(try cost(inputs, .compressedCached), 680))
        #expect(table.row(.compressedCached)?.note != nil)
        #expect(isClose(try cost(inputs, .routedCached), 0.4 * 150 + 0.6 * 600))
        #expect(isClose(try cost(inputs, .routedQueryOnly), 0.4 * 150 + 0.6 * 640))
        #expect(isClose(try cost(inputs, .baseBatch), 720))
        #expect(isClose(try cost(inputs, .tunedQueryOnlyBatch), 320))
        #expect(table.cheapestOther?.way == .smallerCached)
    }

    @Test func onesOwnMachineHasNoMarkUp() throws {
        let prices = TokenPrices.selfHosted(
            dollarsPerHour: 3.6, prefillTokensPerSecond: 10_000, decodeTokensPerSecond: 1000)
        #expect(isClose(prices.input, 0.1) && isClose(prices.output, 1))
        #expect(prices.cachedInput == 0)
        var inputs = Self.worked
        inputs.basePrices = prices
        inputs.tunedPrices = prices
        inputs.cacheHitRate = 0.9
        inputs.trainingCost = 10
        let table = try BreakEven(inputs)
        let saving = 2800 * 0.1 * 0.1 / 1e6
        #expect(table.row(.baseCached)?.breakEvenRequests == Int((10 / saving).rounded(.up)))
    }

    @Test func allMistakesAreReportedAtOnce() {
        var inputs = Self.worked
        inputs.basePrices.input = -1
        inputs.queryTokens = 4000
        inputs.cacheHitRate = 1.5
        inputs.routedShare = 0.5
        inputs.requestCount = 0
        inputs.compressedPromptTokens = 10
        let error = #expect(throws: JudgingError.self) { try BreakEven(inputs) }
        #expect(
            error?.description == """
                A price of the base model is negative or no number.
                The prompt has fewer tokens (3000) than the query in it (4000).
                The compressed prompt has 10 tokens; it needs at least the query's 4000 and at most \
                the full prompt's 3000.
                The cache hit rate is 1.5; it is a share from 0 to 1.
                A routed share needs the prices of the smaller model.
                The number of requests is 0.
                the inputs of the break-even table
                Correct them in project.yaml or on the command line.
                """)
    }

    @Test func cachingAloneIsSaidToBeCheaper() throws {
        #expect(
            try BreakEven(Self.worked).cachingText == """
                Caching alone is cheaper: the base model with its full prompt cached costs $600.00, \
                query-only $640.00, at any number of requests.
                """)
        // Half of the requests miss the cache: $1,020 a million, less only until training is paid.
        var inputs = Self.worked
        inputs.trainingCost = 400
        inputs.cacheHitRate = 0.5
        #expect(
            try BreakEven(inputs).cachingText == """
                Caching alone is cheaper: the base model with its full prompt cached costs $1,020.00, \
                query-only $1,040.00, until there are 1,052,632 requests.
                """)
        inputs.requestCount = 2_000_000
        #expect(try BreakEven(inputs).cachingText == nil)
        // What is not cached is no caching.
        inputs = Self.worked
        inputs.minimumCacheablePrefix = 5_000
        #expect(try !BreakEven(inputs).isCachingCheaper)
    }

    @Test func onlyASharedPrefixIsCached() throws {
        var inputs = Self.worked
        inputs.sharedPrefixTokens = 1_400
        // 1,400 * 0.10 + 1,600 * 0.40 + 150 * 1.60.
        #expect(isClose(try cost(inputs, .baseCached), 1_020))
        inputs.sharedPrefixTokens = 1_000
        let row = try #require(try BreakEven(inputs).row(.baseCached))
        #expect(isClose(row.totalCost, 1_440))
        #expect(
            row.note
                == "not cached: all prompts begin with the same 1000 tokens, and the cache begins at "
                + "1024")
        // Never more than what stands before the query.
        inputs.sharedPrefixTokens = 3_000
        #expect(isClose(try cost(inputs, .baseCached), 600))
        // Of a prompt half as long, half.
        inputs.sharedPrefixTokens = 2_800
        inputs.compressedPromptTokens = 1_600
        #expect(
            isClose(try cost(inputs, .compressedCached), 1_400 * 0.1 + 200 * 0.4 + 150 * 1.6))
        inputs.sharedPrefixTokens = -1
        #expect(throws: JudgingError.self) { try BreakEven(inputs) }
    }
}
