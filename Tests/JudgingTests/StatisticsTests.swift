import Foundation
import JSONText
import Testing

@testable import Judging

/// Against scipy, statsmodels and numpy (make_statistics_cases.py), and claims by hand.
@Suite struct StatisticsTests {
    private func rows(_ name: String, _ count: Int) throws -> [JSONValue] {
        let rows = try Golden.list(try Golden.json("statistics_cases.json")[name])
        #expect(rows.count == count)
        return rows
    }

    private func number(_ row: JSONValue, _ name: String) throws -> Double {
        try #require(row[name]?.doubleValue)
    }

    // MARK: Against the references

    @Test func wilsonEqualsStatsmodels() throws {
        for row in try rows("wilson", 30) {
            let (count, confidence) = (try number(row, "count"), try number(row, "confidence"))
            let total = try #require(row["total"]?.intValue)
            let estimate = try #require(
                ShareInterval.wilson(count: count, of: total, confidence: confidence))
            #expect(isClose(estimate.interval.lower, try number(row, "lower"), 1e-12), "\(row)")
            #expect(isClose(estimate.interval.upper, try number(row, "upper"), 1e-12), "\(row)")
        }
    }

    @Test func mcNemarEqualsStatsmodels() throws {
        for row in try rows("mcnemar", 12) {
            let test = McNemarTest(
                firstOnly: try #require(row["first"]?.intValue),
                secondOnly: try #require(row["second"]?.intValue))
            // Relative also for the smallest: 0 of 1,100 has a p of 1e-331, which doubles round to 0.
            let (exact, mid) = (try number(row, "exact"), try number(row, "mid"))
            #expect(abs(test.exactP - exact) <= 1e-10 * exact, "\(row): \(test.exactP)")
            #expect(abs(test.midP - mid) <= 1e-10 * mid, "\(row): \(test.midP)")
        }
    }

    @Test func holmEqualsStatsmodels() throws {
        for row in try rows("holm", 5) {
            let adjusted = HolmCorrection.adjusted(try Golden.doubles(row["p"]))
            let expected = try Golden.doubles(row["adjusted"])
            #expect(adjusted.count == expected.count)
            #expect(zip(adjusted, expected).allSatisfy { isClose($0, $1, 1e-14) }, "\(row)")
        }
    }

    @Test func normalQuantileEqualsScipy() throws {
        for row in try rows("normal", 10) {
            let quantile = NormalDistribution.quantile(try number(row, "share"))
            #expect(isClose(quantile, try number(row, "quantile"), 1e-12), "\(row)")
        }
    }

    @Test func bootstrapEqualsTheSameDrawsInPythonAndIsNearScipys() throws {
        for row in try rows("bootstrap", 4) {
            let first = try Golden.doubles(row["first"])
            let second = try Golden.doubles(row["second"])
            var bootstrap = Bootstrap(
                resampleCount: try #require(row["resamples"]?.intValue),
                confidence: try number(row, "confidence"),
                seed: UInt64(try #require(row["seed"]?.intValue)))
            let same = try Golden.doubles(row["same"])
            let estimate = try #require(bootstrap.difference(first, second))
            #expect(isClose(estimate.interval.lower, same[0], 1e-12))
            #expect(isClose(estimate.interval.upper, same[1], 1e-12))
            // Different random numbers agree to a few hundredths of the interval's width.
            bootstrap.resampleCount = 4000
            let borders = try Golden.doubles(row["borders"])
            let more = try #require(bootstrap.difference(first, second)).interval
            let tolerance = 0.08 * (borders[1] - borders[0]) + 1e-9
            #expect(abs(more.lower - borders[0]) <= tolerance, "\(more) \(borders)")
            #expect(abs(more.upper - borders[1]) <= tolerance, "\(more) \(borders)")
        }
    }

    @Test func seedSummaryEqualsNumpy() throws {
        for row in try rows("seeds", 3) {
            let summary = try #require(SeedSummary(try Golden.doubles(row["values"])))
            #expect(isClose(summary.mean, try number(row, "mean"), 1e-14))
            let deviation = try #require(summary.deviation)
            #expect(isClose(deviation, try number(row, "deviation"), 1e-12))
        }
    }

    // MARK: Claims

    @Test func nothingHasNoInterval() {
        #expect(Bootstrap().mean([]) == nil)
        #expect(Bootstrap().bleu(CorpusBLEU(), []) == nil)
        #expect(ShareInterval.wilson(count: 0, of: 0) == nil)
        #expect(SeedSummary([]) == nil)
        #expect(McNemarTest(firstOnly: 0, secondOnly: 0).exactP == 1)
        #expect(HolmCorrection.adjusted([]) == [])
    }

    @Test func oneSeedHasNoDeviation() {
        #expect(SeedSummary([3])?.deviation == nil)
        #expect(SeedSummary([3])?.text(places: 1) == "3.0 (1 run)")
        #expect(SeedSummary([1, 2])?.text(places: 2) == "1.50 ± 0.71 (2 runs)")
    }

    @Test func pairedIntervalIsNarrowerThanTheArmsOwn() throws {
        // Hard and easy items, the second arm a little worse on some of them.
        let first = (0..<60).map { Double($0 % 10) }
        let second = first.enumerated().map { $1 - ($0 % 7 == 0 ? 0.5 : 0) }
        let bootstrap = Bootstrap(resampleCount: 1000)
        let paired = try #require(bootstrap.difference(first, second)).interval
        let own = try #require(bootstrap.mean(first)).interval
        #expect(paired.upper - paired.lower < (own.upper - own.lower) / 5)
        #expect(paired.lower > 0)
    }

    @Test func runsThatDifferWidenTheIntervalOfADifference() throws {
        let records = (0..<200).map { $0 % 2 == 0 ? 1.0 : 0 }
        let reference = [records, records, records]
        // Of equal runs, what the records alone say.
        let better = records.enumerated().map { $0 % 5 == 0 ? 1 : $1 }
        let ofRecords = try #require(Bootstrap().difference(better, records))
        let equal = try #require(Bootstrap().difference([better, better, better], reference))
        #expect(abs(equal.value - ofRecords.value) < 1e-12)
        #expect(abs(equal.interval.lower - ofRecords.interval.lower) < 0.006)
        #expect(abs(equal.interval.upper - ofRecords.interval.upper) < 0.006)
        // A run that came to nothing and one that came to twice as much: the same mean.
        let best = records.enumerated().map { $0 % 5 == 0 || $0 % 10 == 3 ? 1 : $1 }
        let spread = try #require(
            Bootstrap().difference([records, better, best], reference))
        #expect(abs(spread.value - equal.value) < 1e-12)
        #expect(spread.interval.lower < 0.01 && equal.interval.lower > 0.05)
        #expect(spread.interval.upper > equal.interval.upper + 0.03)
        // One run against several: nothing to pair.
        let single = try #require(Bootstrap().difference([records], [records, better, best]))
        #expect(abs(single.value + spread.value) < 1e-12)
        #expect(Bootstrap().difference([[Double]](), reference) == nil)
    }

    /// Three runs of equal segments against one run: the interval is that of the corpus's BLEU, and
    /// the value is no mean of sentences' scores.
    @Test func runsAreComparedByTheirCorpusBLEU() throws {
        let expected = (0..<40).map { "find . -name file\($0) -type f" }
        func judged(_ answer: (Int) -> String) throws -> Judgement {
            try AnswerMetric.bleu(CorpusBLEU()).judge(
                expected.indices.map {
                    JudgedAnswer(
                        recordID: "r\($0)", query: "", expected: expected[$0], answer: answer($0))
                })
        }
        let good = try judged { $0 % 3 == 0 ? "find . -type f" : expected[$0] }
        let poor = try judged { $0 % 4 == 0 ? expected[$0] : "ls -l file\($0)" }
        let bootstrap = Bootstrap(resampleCount: 1_000)
        let single = try #require(good.difference(from: poor, bootstrap))
        let runs = try #require(Judgement.difference([good, good, good], from: [poor], bootstrap))
        #expect(abs(runs.value - single.value) < 1e-12)
        #expect(abs(runs.interval.lower - single.interval.lower) < 0.03)
        #expect(abs(runs.interval.upper - single.interval.upper) < 0.03)
        let ofSentences = try #require(bootstrap.difference(good.scores, poor.scores))
        #expect(abs(runs.value - ofSentences.value) > 0.005)
        // Kept as text and read again, it compares as before.
        let kept = try [good, poor].map { judgement in
            Judgement(
                title: judgement.title, keptScores: judgement.scores,
                bleuSegments: try #require(judgement.bleuSegments).map {
                    try #require(BLEUStatistics(text: $0.text, order: 4))
                })
        }
        #expect(
            Judgement.difference([kept[0]], from: [kept[1]], bootstrap)
                == Judgement.difference([good], from: [poor], bootstrap))
        #expect(BLEUStatistics(text: "1 2 3", order: 4) == nil)
        #expect(BLEUStatistics(text: "1 0 0 0 2 1 0 0 2 -6", order: 4) == nil)
        #expect(BLEUStatistics(text: "1 0 0 0 2 1 0 0 2 6 7", order: 4) == nil)
    }

    @Test func aProbabilityThatIsNearlyNothingIsNotToldAsNothing() {
        #expect(McNemarTest(firstOnly: 14, secondOnly: 62).text == "McNemar's exact p < 0.001")
        #expect(McNemarTest(firstOnly: 3, secondOnly: 5).text == "McNemar's exact p 0.727")
        #expect(McNemarTest(firstOnly: 0, secondOnly: 0).text == "McNemar's exact p 1.000")
    }

    @Test func theSeedDecides() {
        let values = (0..<30).map { Double($0 * $0 % 17) }
        let first = Bootstrap(resampleCount: 300, seed: 1).mean(values)
        #expect(first == Bootstrap(resampleCount: 300, seed: 1).mean(values))
        #expect(first != Bootstrap(resampleCount: 300, seed: 2).mean(values))
    }

    @Test func bleuOfTheSameAnswersDoesNotDiffer() throws {
        let texts = (0..<20).map { "find . -name file\($0) -type f" }
        let references = texts.map { [$0.replacing("find", with: "locate")] }
        let bleu = CorpusBLEU()
        let segments = bleu.statistics(hypotheses: texts, references: references)
        let bootstrap = Bootstrap(resampleCount: 200)
        let difference = try #require(bootstrap.bleuDifference(bleu, segments, segments))
        #expect(difference.value == 0)
        #expect(difference.interval.lower == 0 && difference.interval.upper == 0)
        let perfect = bleu.statistics(hypotheses: texts, references: texts.map { [$0] })
        let better = try #require(bootstrap.bleuDifference(bleu, perfect, segments))
        let single = try #require(bootstrap.bleu(bleu, segments))
        #expect(isClose(better.value, 100 - single.value))
        #expect(isClose(better.interval.lower, 100 - single.interval.upper))
        #expect(better.interval.lower > 0)
    }

    @Test func undefinedDrawsWidenTheInterval() {
        let bootstrap = Bootstrap(resampleCount: 100)
        var calls = 0
        // One draw in fifty is undefined: fewer than a tail holds.
        let some = bootstrap.interval(itemCount: 3) { _ in
            calls += 1
            return calls % 50 == 0 ? nil : 1
        }
        #expect(some == ConfidenceInterval(lower: 1, upper: 1))
        // One in ten is more.
        let many = bootstrap.interval(itemCount: 3) { _ in
            calls += 1
            return calls % 10 == 0 ? nil : 1
        }
        #expect(many == nil)
    }

    @Test func pairsAreCountedBySide() {
        let test = McNemarTest(
            [true, true, false, true, false], [true, false, true, false, false])
        #expect(test == McNemarTest(firstOnly: 2, secondOnly: 1))
        #expect(test.exactP == 1)
    }

    @Test func tangosIntervalIsThatOfTheSearch() throws {
        for row in try Golden.list(Golden.json("tango.json")) {
            let first = try #require(row["first"]?.intValue)
            let second = try #require(row["second"]?.intValue)
            let total = try #require(row["total"]?.intValue)
            let confidence = try #require(row["confidence"]?.doubleValue)
            let estimate = try #require(
                PairedInterval.tango(
                    firstOnly: first, secondOnly: second, of: total, confidence: confidence))
            #expect(estimate.value == Double(first - second) / Double(total))
            #expect(isClose(estimate.interval.lower, row["lower"]?.doubleValue ?? .nan, 1e-7))
            #expect(isClose(estimate.interval.upper, row["upper"]?.doubleValue ?? .nan, 1e-7))
        }
        #expect(PairedInterval.tango(firstOnly: 0, secondOnly: 0, of: 0) == nil)
    }

    @Test func tangosIntervalTurnsAroundWithTheArms() throws {
        for (first, second, total) in [(0, 0, 1), (1, 0, 1), (5, 5, 10), (3, 40, 1_000)] {
            let one = try #require(
                PairedInterval.tango(firstOnly: first, secondOnly: second, of: total))
            let other = try #require(
                PairedInterval.tango(firstOnly: second, secondOnly: first, of: total))
            #expect(isClose(one.interval.lower, -other.interval.upper, 1e-12))
            #expect(isClose(one.interval.upper, -other.interval.lower, 1e-12))
            #expect(one.interval.contains(one.value))
            #expect(one.interval.lower >= -1 && one.interval.upper <= 1)
        }
    }

    @Test func tiesNarrowAWinRate() throws {
        let few = try #require(WinRate(wins: 5, losses: 5, ties: 0).rate)
        let many = try #require(WinRate(wins: 5, losses: 5, ties: 90).rate)
        #expect(few.value == 0.5 && many.value == 0.5)
        #expect(many.interval.upper - many.interval.lower < 0.08)
        #expect(few.interval.upper - few.interval.lower > 0.5)
        // A hundred equal answers: z² / (n + z²) for the difference, half of it for the rate.
        let equal = try #require(WinRate(wins: 0, losses: 0, ties: 100).rate)
        #expect(isClose(equal.interval.lower, 0.5 - 0.0369935 / 2, 1e-6))
    }

    @Test func winRateCountsTiesAsHalf() throws {
        let rate = WinRate(wins: 6, losses: 2, ties: 2)
        #expect(rate.rate?.value == 0.7)
        // Tango's interval of 6 against 2 among 10, halved around a half.
        #expect(isClose(rate.rate?.interval.lower ?? .nan, 0.5 - 0.15291304 / 2, 1e-6))
        #expect(isClose(rate.rate?.interval.upper ?? .nan, 0.5 + 0.75261593 / 2, 1e-6))
        // 2 * (1 + 8 + 28) / 256.
        #expect(isClose(rate.signP, 0.2890625))
        #expect(WinRate(wins: 0, losses: 0, ties: 0).rate == nil)
    }

    @Test func numbersReadAlike() {
        #expect(FixedText.dollars(2880) == "$2,880.00")
        #expect(FixedText.dollars(-1_234_567.891) == "-$1,234,567.89")
        #expect(FixedText.dollars(999.999) == "$1,000.00")
        #expect(FixedText.points(0.0124) == "1.2")
        #expect(ConfidenceInterval(lower: -0.015, upper: 0.03).pointsText == "-1.5 to 3.0")
    }
}
