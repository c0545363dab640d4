/// What each way to serve costs, and when answering without the prompt pays for its training.
///
/// Plain caching of the full prompt may be cheaper than a tuned model with a mark-up: all ways stand
/// in one table.
package struct BreakEven: Equatable, Sendable {
    package let inputs: BreakEvenInputs
    /// The ways that the inputs suffice for, in the order of `BreakEvenRow.Way`.
    package let rows: [BreakEvenRow]

    /// The table of some inputs.
    /// - Throws: `JudgingError.invalidPrices` with all mistakes.
    package init(_ inputs: BreakEvenInputs) throws {
        let problems = inputs.problems
        guard problems.isEmpty else { throw JudgingError.invalidPrices(problems: problems) }
        self.inputs = inputs
        let costs = RequestCosts(inputs)
        let queryOnly = costs.cost(of: .tunedQueryOnly)?.dollars ?? 0
        rows = BreakEvenRow.Way.allCases.compactMap { way in
            guard let cost = costs.cost(of: way) else { return nil }
            let training = way.needsTraining ? inputs.trainingCost : 0
            let requestsCost = cost.dollars * Double(inputs.requestCount)
            return BreakEvenRow(
                way: way, costPerRequest: cost.dollars, requestsCost: requestsCost,
                totalCost: requestsCost + training,
                breakEvenRequests: Self.breakEven(
                    extraTraining: inputs.trainingCost - training,
                    saving: cost.dollars - queryOnly),
                note: cost.note)
        }
    }

    /// The row of a way; nil where an input for it is missing.
    package func row(_ way: BreakEvenRow.Way) -> BreakEvenRow? { rows.first { $0.way == way } }

    /// The cheapest way that sends the prompt with every request and answers at once, its training
    /// counted.
    package var cheapestOther: BreakEvenRow? {
        rows.filter { !$0.way.isQueryOnly && !$0.way.isBatch }
            .min { $0.totalCost < $1.totalCost }
    }

    /// Whether plain caching of the base's full prompt costs less than query-only, training counted.
    package var isCachingCheaper: Bool {
        guard let cached = row(.baseCached), cached.note == nil, let own = row(.tunedQueryOnly)
        else { return false }
        return cached.totalCost < own.totalCost
    }

    /// That caching alone is cheaper, as a sentence; nil where it is not.
    package var cachingText: String? {
        guard isCachingCheaper, let cached = row(.baseCached), let own = row(.tunedQueryOnly)
        else { return nil }
        let sentence =
            "Caching alone is cheaper: the base model with its full prompt cached costs "
            + "\(FixedText.dollars(cached.totalCost)), query-only "
            + "\(FixedText.dollars(own.totalCost))"
        return sentence
            + (cached.breakEvenRequests.map {
                ", until there are \(FixedText.count($0)) requests."
            } ?? ", at any number of requests.")
    }

    /// Whether query-only pays, against what, and from when on.
    package var summary: String {
        guard let queryOnly = row(.tunedQueryOnly), let other = cheapestOther else { return "" }
        let requests = FixedText.count(inputs.requestCount)
        let sentence =
            "For \(requests) requests query-only costs \(FixedText.dollars(queryOnly.totalCost)) "
            + "with its training; the cheapest other way (\(other.way.rawValue)) costs "
            + "\(FixedText.dollars(other.totalCost))"
        guard let breakEven = other.breakEvenRequests else {
            return sentence + ": query-only never pays against it."
        }
        if breakEven == 0 { return sentence + ": query-only is cheaper from the first request." }
        return sentence + ": query-only pays from \(FixedText.count(breakEven)) requests on."
    }

    /// Requests after which a saving has paid for more training.
    private static func breakEven(extraTraining: Double, saving: Double) -> Int? {
        if extraTraining <= 0 { return saving >= 0 ? 0 : nil }
        guard saving > 0 else { return nil }
        let requests = (extraTraining / saving).rounded(.up)
        return Int(exactly: requests)
    }
}
