import Foundation
import Synchronization

/// What a user wants of a training, asked for from any thread and obeyed after the present step.
package final class TrainingControl: Sendable {
    private let isStopped = Atomic<Bool>(false)
    private let isHeld = Atomic<Bool>(false)

    /// How soon a held training notices that it may go on.
    private static let pollSeconds = 0.05

    package init() {}

    /// Ends the training at a checkpoint.
    package func stop() { isStopped.store(true, ordering: .releasing) }
    package func pause() { isHeld.store(true, ordering: .releasing) }
    package func resume() { isHeld.store(false, ordering: .releasing) }

    package var wantsStop: Bool { isStopped.load(ordering: .acquiring) }
    package var wantsPause: Bool { isHeld.load(ordering: .acquiring) }

    /// Waits while the training is held.
    func waitWhileHeld() {
        while wantsPause, !wantsStop { Thread.sleep(forTimeInterval: Self.pollSeconds) }
    }
}
