import RunControl
import RunEvents
import RunStore
import Synchronization
import Workbench

/// Measures runs for the screen, one after the other.
final class MeasureDesk: Sendable {
    private let outbox: Outbox
    private let wantsStop = Atomic<Bool>(false)

    init(outbox: Outbox) { self.outbox = outbox }

    /// A stop that was asked for before does not end the next measuring.
    func prepare() { wantsStop.store(false, ordering: .releasing) }

    /// Ends what is being measured after the present answer or section.
    func stop() { wantsStop.store(true, ordering: .releasing) }

    /// Measures all that the project has data for, and shows the run again after each report.
    /// - Throws: As `RunMeasuring`.
    func measure(
        _ id: RunID, _ prepared: PreparedProject, _ store: RunStore, threadCount: Int,
        onReport: () -> Void
    ) throws {
        outbox.put(.measuring(id, text: "reading the model"))
        let measuring = try RunMeasuring(
            prepared, store: store, runID: id, threadCount: threadCount)
        if let drift = measuring.drift { outbox.put(.notice(drift)) }
        try measuring.measure(
            onMeasure: { _ in
                onReport()
                // What is shown is read from where it is kept.
                outbox.put(.runOpened(try RunReading(store: store).detail(id)))
            },
            progress: { progress in
                outbox.put(.measuring(id, text: progress.text))
                return wantsStop.load(ordering: .acquiring) ? .stop : .more
            })
    }
}
