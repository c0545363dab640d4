import Judging
import RunControl

/// The prices that a command line comes to.
struct CostPrices {
    var base: TokenPrices
    var tuned: TokenPrices
    var smaller: TokenPrices?
    /// Dollars per million tokens trained on.
    var training: Double?
    /// Dollars an hour of a machine of one's own.
    var dollarsPerHour: Double?
    /// For people: whose prices, of when, with what to beware of.
    var notes: [String]

    /// - Throws: `CostError` for a price or a speed that is missing, `JudgingError` for a model or a
    ///   file of prices.
    static func of(_ options: PriceOptions, _ lengths: PromptLengths?) throws -> CostPrices {
        guard let dollars = options.dollarsPerHour else { return try CostPrices(options) }
        return try CostPrices(dollarsPerHour: dollars, options, lengths)
    }

    /// Of a provider.
    private init(_ options: PriceOptions) throws {
        let table = try options.table()
        let name = Self.modelName(options, table)
        notes = []
        if let name {
            let model = try table.model(name)
            base = model.base
            base.input = options.inputPrice ?? base.input
            base.cachedInput = options.cachedPrice ?? base.cachedInput
            base.output = options.outputPrice ?? base.output
            notes.append(Self.note(model, base))
        } else {
            guard let input = options.inputPrice else {
                throw CostError.missingPrice(option: "--input-price")
            }
            guard let output = options.outputPrice else {
                throw CostError.missingPrice(option: "--output-price")
            }
            base = TokenPrices(
                input: input, cachedInput: options.cachedPrice ?? input, output: output)
            notes.append("given: \(Self.text(base))")
        }
        let tunedModel = try (options.tunedModel ?? name).map { try table.model($0) }
        tuned = try Self.tuned(options, tunedModel)
        notes.append("tuned\(tunedModel.map { " \($0.name)" } ?? ""): \(Self.text(tuned))")
        training = options.trainingPrice ?? tunedModel?.training
        if let name = options.smallerModel {
            let model = try table.model(name)
            smaller = model.base
            notes.append("smaller: \(Self.note(model, model.base))")
        }
    }

    /// The base's name in the table; nil where its prices are given one by one.
    private static func modelName(_ options: PriceOptions, _ table: PriceTable) -> String? {
        if let name = options.model { return name }
        if options.inputPrice != nil || options.outputPrice != nil { return nil }
        // A file of one model needs no name.
        return table.models.count == 1 ? table.models[0].name : PriceOptions.standardModel
    }

    private static func tuned(
        _ options: PriceOptions, _ model: ModelPrices?
    ) throws -> TokenPrices {
        let known = model?.tuned
        guard let input = options.tunedInputPrice ?? known?.input,
            let output = options.tunedOutputPrice ?? known?.output
        else {
            if let model { throw CostError.notTunable(model: model.name) }
            throw CostError.missingPrice(
                option: options.tunedInputPrice == nil
                    ? "--tuned-input-price" : "--tuned-output-price")
        }
        return TokenPrices(
            input: input, cachedInput: options.tunedCachedPrice ?? known?.cachedInput ?? input,
            output: output, cacheWrite: known?.cacheWrite)
    }

    /// Of a machine of one's own.
    private init(
        dollarsPerHour: Double, _ options: PriceOptions, _ lengths: PromptLengths?
    ) throws {
        guard let prefill = options.prefillSpeed ?? lengths?.prefillTokensPerSecond,
            let decode = options.decodeSpeed ?? lengths?.decodeTokensPerSecond
        else { throw CostError.missingSpeed }
        base = .selfHosted(
            dollarsPerHour: dollarsPerHour, prefillTokensPerSecond: prefill,
            decodeTokensPerSecond: decode)
        tuned = base
        self.dollarsPerHour = dollarsPerHour
        let isMeasured = options.prefillSpeed == nil || options.decodeSpeed == nil
        notes = [
            "a machine of \(FixedText.dollars(dollarsPerHour)) an hour, busy all the time, with "
                + "\(NumberText.fixed(prefill, 0)) prompt and \(NumberText.fixed(decode, 0)) output "
                + "tokens a second"
                + (isMeasured
                    ? " (measured in the run, one request at a time: many at once cost less)" : ""),
            "per million tokens that is \(Self.text(base)); a tuned model costs the same",
        ]
    }

    private static func note(_ model: ModelPrices, _ prices: TokenPrices) -> String {
        "\(model.name), prices of \(model.asOf): \(text(prices))"
            + (model.note.map { " (\($0))" } ?? "")
    }

    /// Dollars per million tokens.
    static func text(_ prices: TokenPrices) -> String {
        "\(price(prices.input)) in, \(price(prices.cachedInput)) cached, \(price(prices.output)) out"
            + (prices.cacheWrite.map { ", \(price($0)) written to the cache" } ?? "")
    }

    /// As many digits as a price has, two at least.
    static func price(_ dollars: Double) -> String {
        let exact = NumberText.fixed(dollars, 4)
        let short = exact.hasSuffix("00") ? String(exact.dropLast(2)) : exact
        return "$" + (short.hasSuffix("0") && short.count > 5 ? String(short.dropLast()) : short)
    }
}
