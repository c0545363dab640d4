import Judging

/// How far a measuring has come.
package struct MeasureProgress: Sendable, Equatable {
    package var kind: RunMeasure.Kind
    package var done: Int
    package var count: Int

    package init(kind: RunMeasure.Kind, done: Int, count: Int) {
        self.kind = kind
        self.done = done
        self.count = count
    }

    /// For people: `coverage, section 3 of 9`.
    package var text: String {
        let unit =
            switch kind {
            case .rules, .forgetting: "answer"
            case .coverage: "section"
            case .gap: "point"
            }
        return "\(kind.rawValue), \(unit) \(done) of \(count)"
    }
}
