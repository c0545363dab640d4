import Glibc

/// A pipe into our own `poll`: signal handlers and other threads write a byte to wake the loop.
///
/// Made once and never closed, so that a thread that wakes late can never write into somebody
/// else's descriptor.
struct SelfPipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    /// Nil where the system has no descriptors left.
    static let shared: SelfPipe? = {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            // A full pipe must not block a signal handler; it wakes the loop as it is.
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return SelfPipe(readEnd: ends[0], writeEnd: ends[1])
    }()

    /// Wakes the loop; safe in a signal handler.
    func wake() {
        let before = errno
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { byte in
            byte.initialize(repeating: 0)
            _ = write(writeEnd, byte.baseAddress, 1)
        }
        errno = before
    }

    /// Takes out what was written.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while read(readEnd, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
