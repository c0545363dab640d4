import ArgumentParser
import Foundation
import Judging
import RunControl

/// Where prices come from.
struct PriceOptions: ParsableArguments {
    @Option(help: "The model, by its name in the table of prices.")
    var model: String?

    @Option(help: "The model that is tuned, where that is another one.")
    var tunedModel: String?

    @Option(help: "A smaller model for easy queries, or for all.")
    var smallerModel: String?

    @Option(help: "A JSON file of prices, in place of the built-in table.")
    var prices: String?

    @Flag(help: "Only list the table of prices.")
    var listPrices = false

    @Option(help: "Dollars per million input tokens.")
    var inputPrice: Double?

    @Option(help: "Dollars per million input tokens that the cache has.")
    var cachedPrice: Double?

    @Option(help: "Dollars per million output tokens.")
    var outputPrice: Double?

    @Option(help: "The same of the tuned model.")
    var tunedInputPrice: Double?

    @Option(help: "The same of the tuned model.")
    var tunedCachedPrice: Double?

    @Option(help: "The same of the tuned model.")
    var tunedOutputPrice: Double?

    @Option(help: "Dollars per million tokens trained on.")
    var trainingPrice: Double?

    @Option(
        help:
            "A machine of your own: dollars an hour. A tuned model costs there what its base does.")
    var dollarsPerHour: Double?

    @Option(
        help: "Its prompt tokens a second, all requests together; those of the run by default.")
    var prefillSpeed: Double?

    @Option(
        help: "Its output tokens a second, all requests together; those of the run by default.")
    var decodeSpeed: Double?

    /// The model of the worked case that the documentation has.
    static let standardModel = "gpt-4.1-mini"

    func validate() throws {
        let isOwn = dollarsPerHour != nil
        let hasPrices =
            model != nil || tunedModel != nil || smallerModel != nil || prices != nil
            || [
                inputPrice, cachedPrice, outputPrice, tunedInputPrice, tunedCachedPrice,
                tunedOutputPrice, trainingPrice,
            ].contains { $0 != nil }
        if isOwn, hasPrices {
            throw ValidationError(
                "--dollars-per-hour gives the prices of a machine of your own; leave out models and "
                    + "other prices.")
        }
        if !isOwn, prefillSpeed != nil || decodeSpeed != nil {
            throw ValidationError("Speeds need --dollars-per-hour.")
        }
        for (name, value) in [
            ("--dollars-per-hour", dollarsPerHour), ("--prefill-speed", prefillSpeed),
            ("--decode-speed", decodeSpeed),
        ] {
            if let value, !(value > 0 && value.isFinite) {
                throw ValidationError("\(name) must be above 0.")
            }
        }
    }

    func table() throws -> PriceTable {
        guard let prices else { return .builtIn }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: prices))
        } catch {
            throw CostError.unreadablePrices(path: prices, reason: error.localizedDescription)
        }
        return try PriceTable(Array(data), path: prices)
    }
}

/// What requests are like.
struct RequestOptions: ParsableArguments {
    @Option(help: "Tokens of a whole prompt; measured by default.")
    var promptTokens: Int?

    @Option(help: "Tokens of the query alone; measured by default.")
    var queryTokens: Int?

    @Option(help: "Tokens of an answer; measured by default.")
    var outputTokens: Int?

    @Option(help: "Tokens of a prompt after compression, the query among them.")
    var compressedTokens: Int?

    @Option(help: "Tokens that all prompts begin with alike; measured by default.")
    var sharedPrefixTokens: Int?

    @Option(help: "Share of requests that find their prefix in the cache.")
    var cacheHitRate = 1.0

    @Option(help: "Shorter prefixes are not cached.")
    var cacheMinimum = BreakEvenInputs.standardCacheablePrefix

    @Option(help: "Number of requests that totals are for.")
    var requests = 1_000_000

    @Option(help: "Dollars that the training costs; from its tokens or time by default.")
    var trainingCost: Double?

    @Option(
        help: """
            Dollars that the tuned model costs beside its tokens over these requests, such as hours \
            of provisioned throughput.
            """)
    var standingCost = 0.0

    @Option(help: "Share that batches are cheaper by; 0 leaves them out.")
    var batchDiscount: Double?

    @Option(help: "Share of requests that go to the smaller model.")
    var routedShare: Double?

    /// Whether nothing has to be measured.
    var isComplete: Bool { promptTokens != nil && queryTokens != nil && outputTokens != nil }
}

/// What a table of costs lacks.
enum CostError: Error, CustomStringConvertible {
    case unreadablePrices(path: String, reason: String)
    case notTunable(model: String)
    case missingPrice(option: String)
    case missingSpeed

    var description: String {
        switch self {
        case .unreadablePrices(let path, let reason):
            "The file of prices cannot be read: \(reason)\n\(path)\nCheck its path and rights."
        case .notTunable(let model):
            "The table has no price of a tuned \(model). Name the model that is tuned with "
                + "--tuned-model, or give --tuned-input-price and --tuned-output-price."
        case .missingPrice(let option):
            "Prices without a model's name need \(option), too."
        case .missingSpeed:
            "The speeds of the machine are not known. Give --prefill-speed and --decode-speed in "
                + "tokens a second, or --run with a run that was measured on it."
        }
    }
}
