import Foundation
import JSONText
import Judging
import Safetensors

/// What one arm with one seed came to, as its file keeps it.
package struct StudyResult: Sendable, Equatable {
    package var arm: String
    /// Nil where nothing was trained.
    package var seed: Int?
    /// Of all that the result depends on: with another one it is measured anew.
    package var fingerprint: String
    package var runID: Int64?
    package var steps: Int
    /// The metric's figure over all records, from 0 to 1.
    package var score: Double
    /// By the metric, one a record.
    package var judgement: Judgement
    /// Nats a label token.
    package var loss: Double
    /// Mean of a request.
    package var inputTokens: Double
    /// Training and measuring.
    package var seconds: Double

    var summary: String {
        func fixed(_ value: Double, _ places: Int) -> String {
            String(format: "%.\(places)f", value)
        }
        return "\(judgement.title) \(fixed(score * 100, 1)), loss \(fixed(loss, 3)), "
            + "\(fixed(inputTokens, 0)) input tokens, \(fixed(seconds, 0)) s"
    }

    package var json: JSONValue {
        [
            "arm": .string(arm), "seed": seed.map { .integer($0) } ?? .null,
            "fingerprint": .string(fingerprint),
            "run": runID.map { .integer(Int($0)) } ?? .null, "steps": .integer(steps),
            "metric": .string(judgement.title), "score": .number(score), "loss": .number(loss),
            "input_tokens": .number(inputTokens), "seconds": .number(seconds),
            "scores": .array(judgement.scores.map { .number($0) }),
            "bleu_segments": .optional(judgement.bleuSegments),
        ]
    }

    func write(to file: URL) throws {
        try AtomicFile.write(Data((json.text(.indented) + "\n").utf8), to: file)
    }
}

extension StudyResult {
    /// Of a file; nil where there is none, or one that cannot be read.
    init?(file: URL) {
        guard let data = FileManager.default.contents(atPath: file.path),
            let json = try? JSONValue.parse(Array(data)), let arm = json["arm"]?.stringValue,
            let fingerprint = json["fingerprint"]?.stringValue, let steps = json["steps"]?.intValue,
            let score = json["score"]?.doubleValue,
            let loss = json["loss"]?.doubleValue,
            let inputTokens = json["input_tokens"]?.doubleValue,
            let seconds = json["seconds"]?.doubleValue,
            let judgement = Judgement(kept: json)
        else { return nil }
        self.init(
            arm: arm, seed: json["seed"]?.intValue, fingerprint: fingerprint,
            runID: json["run"]?.intValue.map { Int64($0) }, steps: steps, score: score,
            judgement: judgement, loss: loss, inputTokens: inputTokens, seconds: seconds)
    }
}

extension Judgement {
    /// Of a result's file.
    fileprivate init?(kept json: JSONValue) {
        guard let title = json["metric"]?.stringValue,
            let scores = json["scores"]?.arrayValue?.compactMap(\.doubleValue)
        else { return nil }
        let segments = json["bleu_segments"]?.arrayValue?.compactMap {
            $0.stringValue.flatMap { BLEUStatistics(text: $0, order: CorpusBLEU.standardOrder) }
        }
        // A corpus's BLEU without its counts is compared with nothing: it is measured anew.
        guard !title.hasPrefix(Self.bleuTitle) || segments?.count == scores.count else {
            return nil
        }
        self.init(title: title, keptScores: scores, bleuSegments: segments)
    }
}

extension JSONValue {
    fileprivate static func optional(_ segments: [BLEUStatistics]?) -> JSONValue {
        segments.map { .array($0.map { .string($0.text) }) } ?? .null
    }
}
