import Foundation
import JSONText
import Judging
import RunControl
import RunEvents
import RunStore
import Workbench

/// Reads a whole run for the screen.
struct RunReading {
    let store: RunStore

    /// Steps of a longer run are thinned out evenly; its chart still has more points than columns.
    private static let stepLimit = 50_000
    private static let logLimit = 200

    func detail(_ id: Int64) throws -> RunDetail {
        let stored = try store.run(id)
        return RunDetail(
            summary: RunRow.make(stored.summary), stages: stored.stages,
            steps: try steps(id), evaluations: stored.evaluations,
            log: try store.lastLogLines(of: id, limit: Self.logLimit).map(LogLine.init),
            settings: settings(stored.summary.run),
            measures: KeptMeasure.read(stored.measurements))
    }

    private func steps(_ id: Int64) throws -> [StepMetrics] {
        var steps: [StepMetrics] = []
        while true {
            let page = try store.steps(of: id, after: steps.last?.step ?? 0)
            guard !page.isEmpty else { break }
            steps += page.map(\.metrics)
        }
        guard steps.count > Self.stepLimit else { return steps }
        let stride = (steps.count + Self.stepLimit - 1) / Self.stepLimit
        return steps.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }

    /// What a run's row tells of precision and memory.
    static func engine(_ run: RunRecord) -> RunEngine? {
        guard let json = try? JSONValue.parse(run.configJSON),
            let precision = json["precision"]?.stringValue, let base = json["base"]?.stringValue
        else { return nil }
        return RunEngine(
            precision: precision, base: base,
            memoryGigabytes: json["predicted_memory_gb"]?.doubleValue)
    }

    private func settings(_ run: RunRecord) -> [NamedValue] {
        var settings = [
            NamedValue("model", run.baseModelPath),
            NamedValue("model checksum", run.baseModelHash),
            NamedValue("tool", run.toolVersion),
        ]
        let configuration = (try? JSONValue.parse(run.configJSON))?.objectValue?.members ?? []
        for member in configuration where !member.value.isNull {
            let value = member.value.stringValue ?? member.value.text()
            settings.append(
                NamedValue(member.key.replacing("_", with: " "), value))
        }
        for (index, stage) in ((try? JSONValue.parse(run.scheduleJSON))?.arrayValue ?? [])
            .enumerated()
        {
            settings.append(NamedValue("stage \(index)", stage.text()))
        }
        return settings
    }
}

extension LogLine {
    init(_ record: EventRecord) {
        self.init(time: record.recordedAt, level: record.level, text: record.message)
    }
}
