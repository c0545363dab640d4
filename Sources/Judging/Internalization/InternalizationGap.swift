import JSONText

/// How far the query alone is behind the prompt, over the steps of a training.
///
/// Query-only loss - reference loss, in nats a token, both on the same held-out records. The
/// reference is one number for the run: the least loss that anything had with the full prompt, be it
/// the base or the model in training.
package struct InternalizationGap: Equatable, Sendable {
    /// One look at the held-out records.
    package struct Point: Equatable, Sendable {
        package var step: Int
        package var stage: Int
        /// Nats a token.
        package var queryOnly: Double
        /// Of the same weights with the full prompt, nats a token; nil where not measured.
        package var fullPrompt: Double?

        package init(step: Int, stage: Int, queryOnly: Double, fullPrompt: Double?) {
            self.step = step
            self.stage = stage
            self.queryOnly = queryOnly
            self.fullPrompt = fullPrompt
        }
    }

    /// The loss that the query alone should come down to.
    package struct Reference: Equatable, Sendable {
        /// "base" or "tuned".
        package var model: String
        /// After which it was measured.
        package var step: Int
        /// Nats a token.
        package var loss: Double

        package init(model: String, step: Int, loss: Double) {
            self.model = model
            self.step = step
            self.loss = loss
        }

        /// For people, such as "tuned, full prompt, step 120".
        package var name: String { "\(model), full prompt, step \(step)" }
    }

    /// In the order of steps; never empty.
    package let points: [Point]
    package let reference: Reference
    /// Held-out records of each look.
    package let recordCount: Int
    /// "validation" or "test".
    package let split: String

    /// The gap of a run; nil without points, or without a loss of the base or of a point with the
    /// full prompt.
    /// - Parameters:
    ///   - points: in any order; of one step the last counts, and what is no number is left out.
    ///   - base: the base's losses with the full prompt.
    ///   - recordCount: of each look.
    ///   - split: whose records they are.
    package init?(_ points: [Point], base: [Reference], recordCount: Int, split: String) {
        var byStep: [Int: Point] = [:]
        for point in points where point.queryOnly.isFinite { byStep[point.step] = point }
        let kept = byStep.values.sorted { $0.step < $1.step }
        let tuned = kept.compactMap { point in
            point.fullPrompt.map { Reference(model: "tuned", step: point.step, loss: $0) }
        }
        let reference = (base + tuned).filter(\.loss.isFinite).min { $0.loss < $1.loss }
        guard !kept.isEmpty, let reference else { return nil }
        self.points = kept
        self.reference = reference
        self.recordCount = recordCount
        self.split = split
    }

    /// The gap at a point, in nats a token; below 0 the query alone does better than any prompt did.
    package func gap(at point: Point) -> Double { point.queryOnly - reference.loss }

    /// The gap at every point.
    package var gaps: [Double] { points.map { gap(at: $0) } }

    /// At most so many points that tell the course: the first, the last of each stage, and others
    /// evenly between.
    package func outline(limit: Int) -> [Point] {
        guard points.count > limit, limit > 1 else { return points }
        let last = points.count - 1
        var chosen: Set<Int> = [0, last]
        for index in points.indices.dropLast()
        where points[index].stage != points[index + 1].stage && chosen.count < limit {
            chosen.insert(index)
        }
        for place in 0..<limit where chosen.count < limit {
            chosen.insert(place * last / (limit - 1))
        }
        return chosen.sorted().map { points[$0] }
    }
}

// MARK: JSON

extension InternalizationGap {
    /// For scripts and for the history.
    package var json: JSONValue {
        [
            "split": .string(split), "records": .integer(recordCount),
            "reference": [
                "model": .string(reference.model), "step": .integer(reference.step),
                "loss": .number(reference.loss),
            ],
            "points": .array(
                points.map {
                    [
                        "step": .integer($0.step), "stage": .integer($0.stage),
                        "query_only": .number($0.queryOnly),
                        "full_prompt": $0.fullPrompt.map { .number($0) } ?? .null,
                        "gap": .number(gap(at: $0)),
                    ]
                }),
        ]
    }

    /// A gap that was kept; nil for what is none.
    package init?(_ json: JSONValue) {
        guard let model = json["reference"]?["model"]?.stringValue,
            let step = json["reference"]?["step"]?.intValue,
            let loss = json["reference"]?["loss"]?.doubleValue,
            let values = json["points"]?.arrayValue, !values.isEmpty
        else { return nil }
        let points = values.compactMap { value -> Point? in
            guard let step = value["step"]?.intValue, let stage = value["stage"]?.intValue,
                let queryOnly = value["query_only"]?.doubleValue
            else { return nil }
            return Point(
                step: step, stage: stage, queryOnly: queryOnly,
                fullPrompt: value["full_prompt"]?.doubleValue)
        }
        guard points.count == values.count else { return nil }
        self.points = points
        reference = Reference(model: model, step: step, loss: loss)
        recordCount = json["records"]?.intValue ?? 0
        split = json["split"]?.stringValue ?? ""
    }
}
