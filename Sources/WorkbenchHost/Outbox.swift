import Synchronization
import Workbench

/// Messages on their way to the screen, in order.
final class Outbox: Sendable {
    private let messages = Mutex<[ServiceMessage]>([])

    func put(_ message: ServiceMessage) { messages.withLock { $0.append(message) } }

    /// Messages with so many rows at the most, but at least one message.
    func take(maximumRows: Int) -> [ServiceMessage] {
        messages.withLock { messages in
            var rows = 0
            var count = 0
            for message in messages {
                rows += Self.rowCount(message)
                if count > 0, rows > maximumRows { break }
                count += 1
            }
            let taken = Array(messages.prefix(count))
            messages.removeFirst(count)
            return taken
        }
    }

    private static func rowCount(_ message: ServiceMessage) -> Int {
        switch message {
        case .steps(_, let rows): rows.count
        case .evaluations(_, let rows): rows.count
        case .log(_, let rows): rows.count
        default: 1
        }
    }
}
