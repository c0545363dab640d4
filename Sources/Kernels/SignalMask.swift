import Foundation

/// Keeps signals away from threads that compute.
///
/// Some of oneDNN's products (all in floats with a long inner dimension) run with the stack pointer
/// in a block of the heap. A handler that is called on such a thread has its frame written below
/// that block, over whatever lies there: "corrupted size vs. prev_size", long after
/// (uxlfoundation/oneDNN issue 4845, mended in 3.11.2). Signals that nobody computing takes go to
/// the other threads of the process.
package enum SignalMask {
    /// Those that say what the thread itself has done, and those that cannot be blocked.
    private static let kept = [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS]

    /// Blocks some signals, for the calling thread and for those that it starts from now on.
    package static func block(_ numbers: [Int32]) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        block(&signals)
    }

    /// The same of all signals that may arrive at any time: for threads that only compute.
    package static func blockAll() {
        var signals = sigset_t()
        sigfillset(&signals)
        for number in kept { sigdelset(&signals, number) }
        block(&signals)
    }

    private static func block(_ signals: inout sigset_t) {
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
