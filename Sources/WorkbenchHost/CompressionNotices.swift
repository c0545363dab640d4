import Prompts
import Synchronization
import Workbench

/// Tells the screen of compressing that it is waited for, and when that is over.
///
/// A preview or a comparison may compress in passing; nobody says when that ends, so nothing is
/// said of it at all.
final class CompressionNotices: Sendable {
    private let outbox: Outbox
    private let workerCount = Mutex(0)

    init(outbox: Outbox) { self.outbox = outbox }

    func begin() { workerCount.withLock { $0 += 1 } }

    func end() {
        workerCount.withLock { count in
            count -= 1
            // Under the lock, so that no progress comes behind it.
            if count == 0 { outbox.put(.compressingEnded) }
        }
    }

    /// Takes back what the screen expected to begin.
    func endIfIdle() {
        workerCount.withLock { if $0 == 0 { outbox.put(.compressingEnded) } }
    }

    func tell(_ text: String) {
        workerCount.withLock { if $0 > 0 { outbox.put(.compressing(text)) } }
    }
}
