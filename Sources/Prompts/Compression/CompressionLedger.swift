import Synchronization

/// What came of each text in this process: a command that hangs is not started again with every
/// look at a prompt, and what a cache does not keep is not compressed twice.
package final class CompressionLedger: Sendable {
    /// What came of a text.
    enum Outcome: Sendable {
        case text(String)
        /// For the reason given.
        case failure(String)
    }

    private let outcomes = Mutex<[CompressionKey: Outcome]>([:])

    package init() {}

    /// Nil where it was not tried yet.
    func outcome(_ key: CompressionKey) -> Outcome? { outcomes.withLock { $0[key] } }

    func note(_ outcome: Outcome, for key: CompressionKey) {
        outcomes.withLock { $0[key] = outcome }
    }
}
