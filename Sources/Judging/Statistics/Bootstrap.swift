/// Intervals by drawing items again and again, with replacement (Efron 1979; percentile method).
///
/// The same seed gives the same interval. Two arms are compared on the same draws, so that what is
/// hard for both does not widen the interval of their difference.
package struct Bootstrap: Equatable, Sendable {
    package var resampleCount: Int
    package var confidence: Double
    package var seed: UInt64

    /// Enough for borders that move in the third digit only.
    package static let standardResampleCount = 10_000
    package static let standardSeed: UInt64 = 12_345

    /// Settings; the standard ones where none are given.
    /// - Precondition: At least one resample, a confidence between 0 and 1.
    package init(
        resampleCount: Int = Bootstrap.standardResampleCount,
        confidence: Double = ConfidenceInterval.standardConfidence,
        seed: UInt64 = Bootstrap.standardSeed
    ) {
        precondition(resampleCount >= 1, "An interval needs a resample.")
        precondition(confidence > 0 && confidence < 1, "A confidence lies between 0 and 1.")
        self.resampleCount = resampleCount
        self.confidence = confidence
        self.seed = seed
    }

    /// The mean of values; nil without any.
    package func mean(_ values: [Double]) -> Estimate? {
        guard !values.isEmpty else { return nil }
        let count = Double(values.count)
        let interval = interval(itemCount: values.count) { draw in
            var sum = 0.0
            for index in draw { sum += values[index] }
            return sum / count
        }
        return interval.map { Estimate(value: values.reduce(0, +) / count, interval: $0) }
    }

    /// The mean of first - second over pairs; nil without any.
    /// - Precondition: Both lists are of one length and belong to the same items.
    package func difference(_ first: [Double], _ second: [Double]) -> Estimate? {
        precondition(first.count == second.count, "Arms are compared on the same items.")
        return mean(zip(first, second).map { $0 - $1 })
    }

    /// The mean of first - second over seeds and items, both of which are drawn anew: how far it
    /// would move with other items and with other runs.
    ///
    /// Arms of equally many seeds are paired by seed. Three seeds tell little about the spread of
    /// runs, and a draw of them rather less than there is.
    /// - Parameters:
    ///   - first: A list of items' values for each seed.
    ///   - second: As `first`.
    /// - Returns: Nil without seeds or items.
    /// - Precondition: All lists are of one length and belong to the same items.
    package func difference(_ first: [[Double]], _ second: [[Double]]) -> Estimate? {
        difference(first, second) { values, items in
            var sum = 0.0
            for item in items { sum += values[item] }
            return sum / Double(items.count)
        }
    }

    /// As above, of two arms' BLEU of all items together, from -100 to 100.
    package func bleuDifference(
        _ bleu: CorpusBLEU, _ first: [[BLEUStatistics]], _ second: [[BLEUStatistics]]
    ) -> Estimate? {
        difference(first, second) { segments, items in
            bleu.result(Self.sum(segments, items, bleu.maximumOrder)).score
        }
    }

    // `figure` is that of one run, from its values and the items that are drawn.
    private func difference<Value>(
        _ first: [[Value]], _ second: [[Value]], _ figure: ([Value], [Int]) -> Double
    ) -> Estimate? {
        guard let itemCount = first.first?.count, !second.isEmpty else { return nil }
        precondition(
            (first + second).allSatisfy { $0.count == itemCount },
            "Arms are compared on the same items.")
        let isPaired = first.count == second.count
        func mean(_ runs: [[Value]], _ seeds: [Int], _ items: [Int]) -> Double {
            // A run that is drawn twice is looked at once.
            var known = [Double?](repeating: nil, count: runs.count)
            var sum = 0.0
            for seed in seeds {
                let value = known[seed] ?? figure(runs[seed], items)
                known[seed] = value
                sum += value
            }
            return sum / Double(seeds.count)
        }
        let interval = interval(itemCounts: [itemCount, first.count, second.count]) { draw in
            mean(first, draw[1], draw[0]) - mean(second, draw[isPaired ? 1 : 2], draw[0])
        }
        return interval.map { interval in
            let all = Array(0..<itemCount)
            let value =
                mean(first, Array(first.indices), all) - mean(second, Array(second.indices), all)
            return Estimate(value: value, interval: interval)
        }
    }

    /// A corpus's BLEU, from 0 to 100; nil without segments.
    package func bleu(_ bleu: CorpusBLEU, _ segments: [BLEUStatistics]) -> Estimate? {
        let interval = interval(itemCount: segments.count) { draw in
            bleu.result(Self.sum(segments, draw, bleu.maximumOrder)).score
        }
        return interval.map {
            Estimate(value: bleu.result(bleu.total(segments)).score, interval: $0)
        }
    }

    /// The difference first - second of two arms' BLEU, from -100 to 100; nil without segments.
    /// - Precondition: Both lists are of one length and belong to the same items.
    package func bleuDifference(
        _ bleu: CorpusBLEU, _ first: [BLEUStatistics], _ second: [BLEUStatistics]
    ) -> Estimate? {
        precondition(first.count == second.count, "Arms are compared on the same items.")
        let interval = interval(itemCount: first.count) { draw in
            bleu.result(Self.sum(first, draw, bleu.maximumOrder)).score
                - bleu.result(Self.sum(second, draw, bleu.maximumOrder)).score
        }
        return interval.map {
            let value =
                bleu.result(bleu.total(first)).score - bleu.result(bleu.total(second)).score
            return Estimate(value: value, interval: $0)
        }
    }

    /// Any statistic of a draw of items; nil without items, and where it is undefined (nil) for so
    /// many draws that a border is.
    ///
    /// An undefined value may stand anywhere, so a draw without one widens the interval on both
    /// sides.
    package func interval(
        itemCount: Int, _ statistic: ([Int]) -> Double?
    ) -> ConfidenceInterval? {
        interval(itemCounts: [itemCount]) { statistic($0[0]) }
    }

    /// As above, of draws of several kinds of items at a time.
    private func interval(
        itemCounts: [Int], _ statistic: ([[Int]]) -> Double?
    ) -> ConfidenceInterval? {
        guard itemCounts.allSatisfy({ $0 > 0 }) else { return nil }
        var generator = SeededGenerator(seed: seed)
        var draw = itemCounts.map { [Int](repeating: 0, count: $0) }
        var values: [Double] = []
        values.reserveCapacity(resampleCount)
        for _ in 0..<resampleCount {
            for kind in draw.indices {
                for index in draw[kind].indices {
                    draw[kind][index] = generator.index(below: itemCounts[kind])
                }
            }
            if let value = statistic(draw) { values.append(value) }
        }
        values.sort()
        let undefined = [Double](repeating: .infinity, count: resampleCount - values.count)
        let tail = (1 - confidence) / 2
        let lower = Quantile.of(undefined.map { -$0 } + values, tail)
        let upper = Quantile.of(values + undefined, 1 - tail)
        guard lower.isFinite, upper.isFinite else { return nil }
        return ConfidenceInterval(lower: lower, upper: upper, confidence: confidence)
    }

    private static func sum(
        _ segments: [BLEUStatistics], _ draw: [Int], _ order: Int
    ) -> BLEUStatistics {
        var sum = BLEUStatistics(maximumOrder: order)
        for index in draw { sum += segments[index] }
        return sum
    }
}
