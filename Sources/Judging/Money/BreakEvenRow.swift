/// One way to serve the same requests, with its cost.
package struct BreakEvenRow: Equatable, Sendable {
    /// Ways to serve, in the order of the table.
    package enum Way: String, CaseIterable, Sendable {
        case tunedFull = "tuned model, full prompt"
        case base = "base model, full prompt"
        case tunedFullCached = "tuned model, full prompt, cached"
        case tunedQueryOnly = "tuned model, query only"
        case baseCached = "base model, full prompt, cached"
        case compressed = "base model, compressed prompt"
        case compressedCached = "base model, compressed prompt, cached"
        case smaller = "smaller model, full prompt"
        case smallerCached = "smaller model, full prompt, cached"
        case routedCached = "routed between smaller and base model, cached"
        case routedQueryOnly = "routed between smaller (cached) and tuned model (query only)"
        case baseBatch = "base model, full prompt, in batches"
        case tunedQueryOnlyBatch = "tuned model, query only, in batches"

        /// Whether a training has to be paid for it.
        package var needsTraining: Bool {
            switch self {
            case .tunedFull, .tunedFullCached, .tunedQueryOnly, .routedQueryOnly,
                .tunedQueryOnlyBatch:
                true
            case .base, .baseCached, .compressed, .compressedCached, .smaller, .smallerCached,
                .routedCached, .baseBatch:
                false
            }
        }

        /// Whether answers come hours later.
        package var isBatch: Bool { self == .baseBatch || self == .tunedQueryOnlyBatch }

        /// Whether no request of the tuned model carries the prompt.
        package var isQueryOnly: Bool {
            self == .tunedQueryOnly || self == .routedQueryOnly || self == .tunedQueryOnlyBatch
        }
    }

    package let way: Way
    /// Dollars, without the training.
    package let costPerRequest: Double
    /// Dollars for all requests, without the training.
    package let requestsCost: Double
    /// Dollars for all requests and the training.
    package let totalCost: Double
    /// The number of requests from which query-only with its training costs no more than this way.
    ///
    /// nil: never.
    package let breakEvenRequests: Int?
    /// Why the row is not what its name says, such as a prefix too short for the cache.
    package let note: String?
}
