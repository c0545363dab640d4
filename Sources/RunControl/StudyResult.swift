import Foundation
import JSONText
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
    package var metric: String
    /// The metric's figure over all records, from 0 to 1.
    package var score: Double
    /// One a record.
    package var scores: [Double]
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
        return "\(metric) \(fixed(score * 100, 1)), loss \(fixed(loss, 3)), "
            + "\(fixed(inputTokens, 0)) input tokens, \(fixed(seconds, 0)) s"
    }

    package var json: JSONValue {
        [
            "arm": .string(arm), "seed": seed.map { .integer($0) } ?? .null,
            "fingerprint": .string(fingerprint),
            "run": runID.map { .integer(Int($0)) } ?? .null, "steps": .integer(steps),
            "metric": .string(metric), "score": .number(score), "loss": .number(loss),
            "input_tokens": .number(inputTokens), "seconds": .number(seconds),
            "scores": .array(scores.map { .number($0) }),
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
            let metric = json["metric"]?.stringValue, let score = json["score"]?.doubleValue,
            let loss = json["loss"]?.doubleValue,
            let inputTokens = json["input_tokens"]?.doubleValue,
            let seconds = json["seconds"]?.doubleValue,
            let scores = json["scores"]?.arrayValue?.compactMap(\.doubleValue)
        else { return nil }
        self.init(
            arm: arm, seed: json["seed"]?.intValue, fingerprint: fingerprint,
            runID: json["run"]?.intValue.map { Int64($0) }, steps: steps, metric: metric,
            score: score, scores: scores, loss: loss, inputTokens: inputTokens, seconds: seconds)
    }
}
