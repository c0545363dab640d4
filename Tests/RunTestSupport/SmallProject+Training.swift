import Foundation
import RunControl
import RunEvents
import RunStore
import Synchronization

extension SmallProject {
    /// A run to its end, and what was told while it went on.
    package struct Trained: Sendable {
        package var session: TrainingSession
        package var outcome: TrainingSession.Outcome
        package var events: [TrainingEvent]

        package var id: Int64 { session.run.id }
    }

    /// Trains what project.yaml says, and asks for a stop during a step or at the first event of
    /// which `stopsAt` is true.
    package func train(
        _ store: RunStore, threads: Int = 1, stopAfter step: Int? = nil,
        stopsAt: @escaping @Sendable (TrainingEvent) -> Bool = { _ in false }
    ) throws -> Trained {
        let plan = try plan(store)
        return try run(stopAfter: step, stopsAt: stopsAt) { observer in
            try TrainingSession.start(
                plan, name: "test", toolVersion: "1", store: store, threadCount: threads,
                observer: observer)
        }
    }

    /// Goes on with a run.
    package func resume(
        _ id: Int64, _ store: RunStore, threads: Int = 1, stopAfter step: Int? = nil
    ) throws -> Trained {
        let record = try store.run(id).summary.run
        let plan = try RunPlan(
            prepared(store), schedule: RunLookup.schedule(of: record),
            origin: RunOrigin(of: record))
        return try run(stopAfter: step) { observer in
            try TrainingSession.resume(
                record, plan, store: store, threadCount: threads, observer: observer)
        }
    }

    private func run(
        stopAfter step: Int?, stopsAt: @escaping @Sendable (TrainingEvent) -> Bool = { _ in false },
        _ make: (@escaping @Sendable (TrainingEvent) -> Void) throws -> TrainingSession
    ) throws -> Trained {
        let watched = Watched()
        let session = try make { event in
            watched.add(event)
            if case .step(let metrics) = event, metrics.step == step { watched.stop() }
            if stopsAt(event) { watched.stop() }
        }
        watched.control.withLock { $0 = session.control }
        session.begin()
        let outcome = session.wait()
        return Trained(session: session, outcome: outcome, events: watched.events)
    }

    /// What an observer collects.
    private final class Watched: Sendable {
        let control = Mutex<TrainingControl?>(nil)
        private let told = Mutex<[TrainingEvent]>([])

        var events: [TrainingEvent] { told.withLock { $0 } }
        func add(_ event: TrainingEvent) { told.withLock { $0.append(event) } }
        func stop() { control.withLock { $0?.stop() } }
    }

    /// The bytes of a run's final adapter.
    package func adapterBytes(_ run: RunRecord) throws -> Data {
        try Data(
            contentsOf: RunFolder(run, in: load()).adapter.appending(
                path: "adapter_model.safetensors"))
    }

    /// Names of a run's checkpoint folders, oldest first.
    package func checkpointFolders(_ run: RunRecord) throws -> [String] {
        try RunFolder(run, in: load()).savedCheckpoints.reversed().map {
            $0.folder.lastPathComponent
        }
    }
}
