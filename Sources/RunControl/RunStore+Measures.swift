import JSONText
import Judging
import RunStore

extension RunStore {
    /// What was measured on a run, in the order in which it is shown: of each kind the report of the
    /// latest step.
    ///
    /// What another version of the program wrote and this one cannot read is left out.
    /// - Throws: `RunStoreError`.
    package func keptMeasures(of id: Int64) throws -> [KeptMeasure] {
        KeptMeasure.read(try measurements(of: id))
    }

    /// Names of the rules that a run's model keeps with the full prompt only, as they were measured
    /// last; none where they were not.
    /// - Throws: `RunStoreError`.
    package func lostRules(of id: Int64) throws -> [String] {
        try keptMeasures(of: id).flatMap { kept in
            if case .rules(let report) = kept.measure { report.lost } else { [String]() }
        }
    }
}

extension KeptMeasure {
    /// The reports of rows, in the order in which they are shown.
    package static func read(_ rows: [MeasurementRecord]) -> [KeptMeasure] {
        let measures = rows.compactMap { row -> KeptMeasure? in
            guard let kind = RunMeasure.Kind(rawValue: row.kind),
                let json = try? JSONValue.parse(row.json),
                let measure = RunMeasure(kind, json)
            else { return nil }
            return KeptMeasure(measure, step: row.step, measuredAt: row.recordedAt)
        }
        let order = RunMeasure.Kind.allCases
        return measures.sorted {
            (order.firstIndex(of: $0.measure.kind) ?? 0)
                < (order.firstIndex(of: $1.measure.kind) ?? 0)
        }
    }
}
