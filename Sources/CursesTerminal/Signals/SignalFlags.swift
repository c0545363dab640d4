import Synchronization

/// What signal handlers leave for the loop to find.
///
/// Lock-free atomics are safe in a handler.
enum SignalFlags {
    static let windowChanged = Atomic<Bool>(false)
    static let stopRequested = Atomic<Bool>(false)
    static let continued = Atomic<Bool>(false)
    /// Somebody called `wake`.
    static let woken = Atomic<Bool>(false)
    /// SIGTERM, SIGHUP, SIGINT or SIGQUIT came, and the loop has not been told.
    static let terminationRequested = Atomic<Bool>(false)
    /// Monotonic second of the first of them; 0 before.
    static let terminationSecond = Atomic<Int>(0)
    /// Whether the terminal is ours now, so that a crash must give it back.
    static let isScreenUp = Atomic<Bool>(false)

    /// Touches all of them: a first use inside a handler would run their initializers there.
    static func prepare() {
        windowChanged.store(false, ordering: .relaxed)
        stopRequested.store(false, ordering: .relaxed)
        continued.store(false, ordering: .relaxed)
        woken.store(false, ordering: .relaxed)
        terminationRequested.store(false, ordering: .relaxed)
        terminationSecond.store(0, ordering: .relaxed)
        _ = isScreenUp.load(ordering: .relaxed)
        _ = SelfPipe.shared
    }
}
