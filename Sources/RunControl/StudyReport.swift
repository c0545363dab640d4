import Foundation
import JSONText
import Judging
import Project
import Safetensors

/// The table of a study, as Markdown, CSV, JSON and a picture.
package struct StudyReport: Sendable {
    /// One arm over its seeds.
    package struct Row: Sendable {
        package let arm: String
        package let score: SeedSummary
        /// Of each seed, points.
        package let seedScores: [Double]
        package let loss: SeedSummary
        package let inputTokens: Double
        package let steps: Int
        /// Its scores less the reference's over records and seeds; nil for the reference itself.
        package let difference: Estimate?

        /// Whether the corrected interval holds nothing.
        package var isSeparated: Bool { difference.map { !$0.interval.contains(0) } ?? false }
    }

    package let metric: String
    package let reference: String
    package let recordCount: Int
    package let rows: [Row]
    private let results: [StudyResult]

    /// All comparisons together are wrong at most so often.
    private static let errorRate = 0.05

    init(_ file: StudyFile, _ results: [StudyResult]) {
        self.results = results
        metric = results.first?.judgement.title ?? ""
        recordCount = results.first?.judgement.scores.count ?? 0
        let reference = file.against ?? file.arms.first?.name ?? ""
        self.reference = reference
        func ofArm(_ name: String) -> [StudyResult] { results.filter { $0.arm == name } }
        let base = ofArm(reference).map(\.judgement)
        // Bonferroni: each interval is as much wider as there are comparisons.
        let comparisons = Double(max(1, file.arms.count - 1))
        let bootstrap = Bootstrap(confidence: 1 - Self.errorRate / comparisons)
        rows = file.arms.compactMap { arm in
            let own = ofArm(arm.name)
            let seedScores = own.map { $0.score * 100 }
            guard let score = SeedSummary(seedScores),
                let loss = SeedSummary(own.map(\.loss)), let first = own.first
            else { return nil }
            let judgements = own.map(\.judgement)
            let all = judgements + base
            let areAlike =
                Set(all.map(\.scores.count)).count == 1 && Set(all.map(\.title)).count == 1
            return Row(
                arm: arm.name, score: score, seedScores: seedScores, loss: loss,
                inputTokens: first.inputTokens, steps: first.steps,
                difference: arm.name == reference || !areAlike
                    ? nil : Judgement.difference(judgements, from: base, bootstrap))
        }
    }

    // MARK: Words

    private static func fixed(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }

    private func differenceText(_ row: Row) -> String {
        guard let difference = row.difference else { return "reference" }
        let interval = difference.interval
        return "\(Self.fixed(difference.value * 100, 1)) "
            + "(\(Self.fixed(interval.lower * 100, 1)) to \(Self.fixed(interval.upper * 100, 1)))"
            + (row.isSeparated ? "" : ", not separated")
    }

    package var markdown: String {
        // BLEU's signature has the bars that part a table's cells.
        let title = metric.replacing("|", with: #"\|"#)
        var lines = [
            "| arm | \(title) | loss | input tokens | steps | against \(reference) |",
            "|---|---|---|---|---|---|",
        ]
        for row in rows {
            lines.append(
                "| \(row.arm) | \(row.score.text(places: 1)) | \(row.loss.text(places: 3)) | "
                    + "\(Self.fixed(row.inputTokens, 0)) | \(row.steps) | \(differenceText(row)) |")
        }
        lines += [
            "",
            "\(recordCount) records. Scores are means over seeds with their deviation; differences "
                + "are paired over records, with intervals of 10,000 draws of records and of seeds, "
                + "widened so that all comparisons together are wrong at most 5 % of the time.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    package var csv: String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\"", with: "\"\"") + "\""
        }
        var lines = ["arm,seed,metric,score,loss,input_tokens,steps,run,seconds"]
        for result in results {
            lines.append(
                [
                    quoted(result.arm), result.seed.map(String.init) ?? "",
                    quoted(result.judgement.title),
                    "\(result.score)", "\(result.loss)", "\(result.inputTokens)",
                    "\(result.steps)", result.runID.map { "\($0)" } ?? "", "\(result.seconds)",
                ].joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    package var json: JSONValue {
        [
            "metric": .string(metric), "reference": .string(reference),
            "records": .integer(recordCount),
            "arms": .array(
                rows.map { row in
                    [
                        "arm": .string(row.arm), "seeds": .integer(row.score.count),
                        "score_mean": .number(row.score.mean),
                        "score_deviation": row.score.deviation.map { .number($0) } ?? .null,
                        "loss_mean": .number(row.loss.mean),
                        "loss_deviation": row.loss.deviation.map { .number($0) } ?? .null,
                        "input_tokens": .number(row.inputTokens), "steps": .integer(row.steps),
                        "difference": row.difference.map {
                            [
                                "value": .number($0.value), "lower": .number($0.interval.lower),
                                "upper": .number($0.interval.upper),
                                "confidence": .number($0.interval.confidence),
                                "separated": .bool(row.isSeparated),
                            ]
                        } ?? .null,
                    ]
                }),
        ]
    }

    /// Arms, scores and differences as SVG.
    package var chart: String { StudyChart(self).svg }

    /// Names of the files with the table.
    package static let fileNames = ["table.md", "table.csv", "table.json", "table.svg"]

    func write(to folder: URL) throws {
        let texts = [markdown, csv, json.text(.indented) + "\n", chart]
        for (name, text) in zip(Self.fileNames, texts) {
            try AtomicFile.write(Data(text.utf8), to: folder.appending(path: name))
        }
    }
}
