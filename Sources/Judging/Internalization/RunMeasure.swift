import Foundation
import JSONText

/// One of the things that are measured on a run after it.
package enum RunMeasure: Equatable, Sendable {
    /// What can be measured, in the order in which it is shown.
    package enum Kind: String, Sendable, CaseIterable {
        case rules, coverage, forgetting, gap
    }

    case rules(RuleReport)
    case coverage(CoverageReport)
    case forgetting(ForgettingReport)
    case gap(InternalizationGap)

    package var kind: Kind {
        switch self {
        case .rules: .rules
        case .coverage: .coverage
        case .forgetting: .forgetting
        case .gap: .gap
        }
    }

    /// Whether all was measured that was to be.
    package var isComplete: Bool {
        if case .coverage(let report) = self { report.isComplete } else { true }
    }

    /// For scripts and for the history.
    package var json: JSONValue {
        switch self {
        case .rules(let report): report.json
        case .coverage(let report): report.json
        case .forgetting(let report): report.json
        case .gap(let gap): gap.json
        }
    }

    /// A measure that was kept; nil for what is none of this kind.
    package init?(_ kind: Kind, _ json: JSONValue) {
        let measure: RunMeasure? =
            switch kind {
            case .rules: RuleReport(json).map { .rules($0) }
            case .coverage: CoverageReport(json).map { .coverage($0) }
            case .forgetting: ForgettingReport(json).map { .forgetting($0) }
            case .gap: InternalizationGap(json).map { .gap($0) }
            }
        guard let measure else { return nil }
        self = measure
    }
}

/// A measure as the history keeps it.
package struct KeptMeasure: Equatable, Sendable {
    package var measure: RunMeasure
    /// Of the adapter that was measured.
    package var step: Int
    package var measuredAt: Date

    package init(_ measure: RunMeasure, step: Int, measuredAt: Date) {
        self.measure = measure
        self.step = step
        self.measuredAt = measuredAt
    }

    /// The measure with its kind, step and date first.
    package var json: JSONValue {
        .object(
            JSONObject(
                [
                    .init(key: "kind", value: .string(measure.kind.rawValue)),
                    .init(key: "step", value: .integer(step)),
                    .init(key: "measured", value: .string(measuredAt.formatted(.iso8601))),
                ] + (measure.json.objectValue?.members ?? [])))
    }
}
