import Foundation

/// Lets one opener at a time, of any process, create a history and bring it up to date.
///
/// SQLite's own locks do not: the change to write-ahead logging fails at once, without the wait
/// that every other statement has, when two connections attempt it together.
struct OpeningTurn: ~Copyable {
    /// The folder, held open as long as the turn lasts; -1 where it cannot be opened.
    ///
    /// A lock on the folder leaves no file behind.
    private let descriptor: Int32

    /// Waits for the turn, `seconds` at most, and then goes on without it: an opener that hangs
    /// does not keep the others out for ever.
    init(in folder: URL, seconds: Double) {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let end = ContinuousClock.now + .seconds(seconds)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR,
            ContinuousClock.now < end
        {
            usleep(Self.pauseMicroseconds)
        }
    }

    deinit {
        // The lock goes with the descriptor.
        if descriptor >= 0 { close(descriptor) }
    }

    private static let pauseMicroseconds: UInt32 = 2_000
}
