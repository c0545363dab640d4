import JSONText
import LanguageModel

/// What a timed training step came to.
struct BenchTrainReport {
    /// Of the fastest step.
    let seconds: Double
    let recordCount: Int
    let tokenCount: Int
    let uniqueTokenCount: Int
    let loss: Double
    /// Useful work of a step, in 10^9 operations.
    let gigaflops: Double
    /// The best product here, in 10^9 operations a second.
    let ceiling: Double
    /// Milliseconds of the fastest step.
    let parts: [StepClock.Part: Double]
    /// In products, the mean of the threads; the rest is element-wise work and waiting, which runs
    /// between the products of every part.
    let productSeconds: Double
    let predictedGigabytes: Double
    let peakGigabytes: Double

    private var share: Double { gigaflops / seconds / ceiling }

    private var elementwiseSeconds: Double { seconds - productSeconds - seconds(of: .optimizer) }

    private func seconds(of part: StepClock.Part) -> Double { (parts[part] ?? 0) / 1_000 }

    func append(to json: inout JSONObject) {
        var partSeconds = JSONObject()
        for part in StepClock.Part.allCases {
            partSeconds.append(part.rawValue, .number(seconds(of: part)))
        }
        partSeconds.append("products", .number(productSeconds))
        partSeconds.append("elementwise", .number(elementwiseSeconds))
        json.append("seconds_per_step", .number(seconds))
        json.append("records_per_s", .number(Double(recordCount) / seconds))
        json.append("tokens_per_s", .number(Double(tokenCount) / seconds))
        json.append("unique_tokens_per_step", .integer(uniqueTokenCount))
        json.append("loss", .number(loss))
        json.append("gflop_per_step", .number(gigaflops))
        json.append("ceiling_gflops", .number(ceiling))
        json.append("ceiling_share", .number(share))
        json.append("seconds_by_part", .object(partSeconds))
        json.append("predicted_rss_gb", .number(predictedGigabytes))
        json.append("peak_rss_gb", .number(peakGigabytes))
    }

    var text: String {
        let speed = [
            "\(NumberText.fixed(seconds, 3)) s a step",
            "\(NumberText.fixed(Double(recordCount) / seconds, 3)) records/s",
            "\(NumberText.fixed(Double(tokenCount) / seconds, 0)) tokens/s",
            "\(uniqueTokenCount) of \(tokenCount) tokens computed",
        ]
        let work = [
            "\(NumberText.fixed(gigaflops / seconds, 0)) of \(NumberText.fixed(ceiling, 0)) GFLOP/s",
            "\(NumberText.fixed(100 * share, 1)) % of the ceiling",
        ]
        let memory = [
            "peak \(NumberText.fixed(peakGigabytes, 2)) GB",
            "predicted \(NumberText.fixed(predictedGigabytes, 2)) GB",
        ]
        let times =
            StepClock.Part.allCases.map {
                "\($0.rawValue) \(NumberText.fixed(seconds(of: $0), 3)) s"
            } + [
                "in all of which products \(NumberText.fixed(productSeconds, 3)) s",
                "elementwise \(NumberText.fixed(elementwiseSeconds, 3)) s",
            ]
        return [speed, work, memory, times].map { $0.joined(separator: ", ") }
            .joined(separator: "\n")
    }
}
