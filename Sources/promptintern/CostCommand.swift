import ArgumentParser
import Foundation
import JSONText
import Judging
import RunControl

struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "What each way to serve costs, and when query-only has paid for its training.",
        discussion: """
            Sets query-only against the full prompt of the base and of the tuned model, with and \
            without prompt caching, and says plainly where caching alone is cheaper. Lengths are \
            measured: those of a run's prompts and answers, or of the project's.

            Examples:
              promptintern cost my-project --model gpt-4.1-mini
              promptintern cost my-project --run 3 --dollars-per-hour 2.5 --requests 500000
              promptintern cost --prompt-tokens 3000 --query-tokens 200 --output-tokens 150
              promptintern cost --list-prices
            """)

    @OptionGroup var projectOptions: ProjectOptions
    @OptionGroup(title: "Prices") var priceOptions: PriceOptions
    @OptionGroup(title: "Requests") var requestOptions: RequestOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: .customLong("run"),
        help: "A trained run, whose prompts, answers, training and speeds count.")
    var runID: Int64?

    func run() throws {
        if priceOptions.listPrices {
            let table = try priceOptions.table()
            output.print(CostText.json(table)) { CostText.text(table) }
            return
        }
        let lengths = try lengths()
        let prices = try CostPrices.of(priceOptions, lengths)
        var notes: [String] = []
        let inputs = inputs(prices, lengths, &notes)
        let table = try BreakEven(inputs)
        output.print(CostText.json(table, prices, lengths, notes)) {
            CostText.text(table, prices, lengths, notes)
        }
    }

    /// Nil where the command line has all of them.
    private func lengths() throws -> PromptLengths? {
        guard runID != nil || !requestOptions.isComplete else { return nil }
        let project = try projectOptions.loadProject()
        let store = try projectOptions.openStore(project)
        let prepared = try PreparedProject(project, store: store, report: Console.error)
        if let runID { return try PromptLengths(run: runID, store: store, prepared: prepared) }
        return try PromptLengths(prepared, schedule: project.file.schedule.schedule)
    }

    private func inputs(
        _ prices: CostPrices, _ lengths: PromptLengths?, _ notes: inout [String]
    ) -> BreakEvenInputs {
        let options = requestOptions
        func whole(_ value: Double?) -> Int { Int((value ?? 0).rounded()) }
        let prompt = options.promptTokens ?? whole(lengths?.fullPrompt)
        let query = options.queryTokens ?? whole(lengths?.query)
        var compressed = options.compressedTokens
        if compressed == nil, let stage = lengths?.compressed {
            let tokens = whole(stage.tokens)
            if (query...max(query, prompt)).contains(tokens) {
                compressed = tokens
                notes.append(
                    "The compressed prompt is that of the stage with tau "
                        + "\(NumberText.fixed(stage.compressionRate, 2)) and "
                        + (stage.shots == 1 ? "1 example." : "\(stage.shots) examples."))
            }
        }
        // A prompt of another length than the measured one has no measured prefix.
        let isMeasured = options.promptTokens == nil && options.queryTokens == nil
        let training = trainingCost(prices, lengths, &notes)
        if options.standingCost > 0 {
            notes.append(
                "Standing costs of \(FixedText.dollars(options.standingCost)) are counted with the "
                    + "training.")
        }
        let standardDiscount = prices.dollarsPerHour == nil ? PriceTable.batchDiscount : 0
        let discount = options.batchDiscount ?? standardDiscount
        return BreakEvenInputs(
            basePrices: prices.base, tunedPrices: prices.tuned, promptTokens: prompt,
            queryTokens: query, outputTokens: options.outputTokens ?? whole(lengths?.output),
            cacheHitRate: options.cacheHitRate,
            minimumCacheablePrefix: options.cacheMinimum,
            sharedPrefixTokens: options.sharedPrefixTokens
                ?? (isMeasured ? lengths?.sharedPrefix : nil),
            trainingCost: training + options.standingCost, requestCount: options.requests,
            batchDiscount: discount == 0 ? nil : discount, smallerPrices: prices.smaller,
            routedShare: options.routedShare, compressedPromptTokens: compressed)
    }

    /// Dollars: as given, by the tokens' price, or by the time on a machine of one's own.
    private func trainingCost(
        _ prices: CostPrices, _ lengths: PromptLengths?, _ notes: inout [String]
    ) -> Double {
        if let cost = requestOptions.trainingCost { return cost }
        if let dollars = prices.dollarsPerHour, let seconds = lengths?.trainingSeconds {
            let cost = dollars * seconds / 3600
            notes.append(
                "Training: \(NumberText.fixed(seconds, 0)) s on that machine, "
                    + "\(FixedText.dollars(cost)).")
            return cost
        }
        if let price = prices.training, let tokens = lengths?.trainingTokens {
            let cost = price * Double(tokens) / 1_000_000
            notes.append(
                "Training: \(FixedText.count(tokens)) tokens at \(CostPrices.price(price)) per "
                    + "million, \(FixedText.dollars(cost)).")
            return cost
        }
        notes.append("The cost of training is not known and not counted; give --training-cost.")
        return 0
    }
}
