import Foundation
import JSONText
import Prompts
import RunStore

/// Finds stored runs of a project.
package struct RunLookup {
    private let store: RunStore
    private let project: LoadedProject

    package init(store: RunStore, project: LoadedProject) {
        self.store = store
        self.project = project
    }

    /// The named run, or the newest that can be resumed.
    /// - Throws: `RunControlError.noRunToResume`, `RunStoreError`.
    package func resumable(_ id: Int64?) throws -> RunRecord {
        if let id { return try store.run(id).summary.run }
        let runs = try store.runs(projectFolder: project.historyFilter)
        let found = runs.first {
            [.stopped, .interrupted, .failed].contains($0.run.status)
        }
        guard let found else { throw RunControlError.noRunToResume }
        return found.run
    }

    /// The named run, or the newest that has an adapter.
    /// - Throws: `RunControlError.runHasNoAdapter`, `RunStoreError`.
    package func withAdapter(_ id: Int64?) throws -> (run: RunRecord, adapter: URL)? {
        if let id {
            let run = try store.run(id).summary.run
            guard let adapter = RunFolder(run, in: project).newestAdapter else {
                throw RunControlError.runHasNoAdapter(runID: id)
            }
            return (run, adapter)
        }
        for summary in try store.runs(projectFolder: project.historyFilter) {
            if let adapter = RunFolder(summary.run, in: project).newestAdapter {
                return (summary.run, adapter)
            }
        }
        return nil
    }

    /// The schedule that a stored run trains.
    /// - Throws: `RunControlError.nothingToResume` where its row is damaged.
    package static func schedule(of run: RunRecord) throws -> Schedule {
        guard let json = try? JSONValue.parse(run.scheduleJSON),
            let schedule = RunPlan.schedule(json)
        else {
            throw RunControlError.nothingToResume(
                runID: run.id, reason: "its schedule in the history is damaged")
        }
        return schedule
    }
}

/// Names for runs that nobody named.
package enum RunName {
    /// The project's name and the time, such as "formulas 23 Nov 21:40".
    package static func next(_ project: String, at time: Date = .now) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB_POSIX")
        formatter.dateFormat = "d MMM HH:mm"
        return "\(project) \(formatter.string(from: time))"
    }
}
