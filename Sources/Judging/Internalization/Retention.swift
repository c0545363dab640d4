/// How much of what the prompt gives a model answers without it.
///
/// (query-only - base without prompt) / (reference - base without prompt), where the reference is the
/// better of the base with the full prompt and of direct fine-tuning served with the full prompt.
/// All scores from 0 to 1: shares of right answers, or BLEU over 100.
package struct Retention: Equatable, Sendable {
    package let queryOnly: Double
    package let baseWithoutPrompt: Double
    package let reference: Double
    /// nil where single records are not known, and where the prompt does not help.
    package let interval: ConfidenceInterval?

    /// Under five points the quotient would divide noise by noise.
    package static let smallestGain = 0.05

    package init(
        queryOnly: Double, baseWithoutPrompt: Double, reference: Double,
        interval: ConfidenceInterval? = nil
    ) {
        self.queryOnly = queryOnly
        self.baseWithoutPrompt = baseWithoutPrompt
        self.reference = reference
        self.interval = reference - baseWithoutPrompt < Self.smallestGain ? nil : interval
    }

    /// The retention of records' scores, with its interval; nil without records.
    /// - Precondition: The lists are of one length and belong to the same records.
    package init?(
        queryOnly: [Double], baseWithoutPrompt: [Double], reference: [Double],
        bootstrap: Bootstrap = .init()
    ) {
        let count = queryOnly.count
        precondition(
            baseWithoutPrompt.count == count && reference.count == count,
            "Arms are compared on the same records.")
        self.init(count, bootstrap) { draw in
            func mean(_ scores: [Double]) -> Double {
                draw.reduce(0) { $0 + scores[$1] } / Double(count)
            }
            return (mean(queryOnly), mean(baseWithoutPrompt), mean(reference))
        }
    }

    /// The retention of arms that are scored by corpus BLEU; nil without segments.
    /// - Precondition: The lists are of one length and belong to the same records.
    package init?(
        _ bleu: CorpusBLEU, queryOnly: [BLEUStatistics], baseWithoutPrompt: [BLEUStatistics],
        reference: [BLEUStatistics], bootstrap: Bootstrap = .init()
    ) {
        let count = queryOnly.count
        precondition(
            baseWithoutPrompt.count == count && reference.count == count,
            "Arms are compared on the same records.")
        self.init(count, bootstrap) { draw in
            func score(_ segments: [BLEUStatistics]) -> Double {
                bleu.result(bleu.total(draw.map { segments[$0] })).score / 100
            }
            return (score(queryOnly), score(baseWithoutPrompt), score(reference))
        }
    }

    private init?(
        _ count: Int, _ bootstrap: Bootstrap,
        _ figures: ([Int]) -> (queryOnly: Double, base: Double, reference: Double)
    ) {
        guard count > 0 else { return nil }
        let all = figures(Array(0..<count))
        let isMeasurable = all.reference - all.base >= Self.smallestGain
        let interval =
            !isMeasurable
            ? nil
            : bootstrap.interval(itemCount: count) { draw in
                let drawn = figures(draw)
                let gain = drawn.reference - drawn.base
                return gain > 0 ? (drawn.queryOnly - drawn.base) / gain : nil
            }
        self.init(
            queryOnly: all.queryOnly, baseWithoutPrompt: all.base, reference: all.reference,
            interval: interval)
    }

    /// What the prompt is worth.
    package var gain: Double { reference - baseWithoutPrompt }

    /// Whether there is anything to retain.
    package var promptHelps: Bool { gain >= Self.smallestGain }

    /// 1 where nothing is lost, 0 where nothing was learned; nil where the prompt does not help.
    package var value: Double? {
        promptHelps ? (queryOnly - baseWithoutPrompt) / gain : nil
    }

    /// "86.0 %", with the interval where there is one, or that the prompt does not help.
    package var text: String {
        guard let value else {
            return "the prompt does not help (\(FixedText.points(gain)) points)"
        }
        let range = interval.map { " (\($0.pointsText))" } ?? ""
        return "\(FixedText.points(value)) %\(range)"
    }
}
