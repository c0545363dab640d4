import Dispatch
import Foundation
import Kernels
import Synchronization

/// Set by the first Ctrl-C, SIGTERM or lost connection; the second ends the process.
final class StopFlag: Sendable {
    private let count = Atomic<Int>(0)
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    var isSet: Bool { count.load(ordering: .acquiring) > 0 }

    /// Keep the sources until the work is done.
    ///
    /// The calling thread takes none of them from here on, since it may compute (`SignalMask`).
    func watchSignals(onFirst: @escaping @Sendable () -> Void = {}) -> [any DispatchSourceSignal] {
        defer { SignalMask.block(Self.signals) }
        return Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in
                if count.add(1, ordering: .acquiringAndReleasing).oldValue == 0 {
                    Console.error("Stopping at a safe point; once more to stop at once.")
                    onFirst()
                } else {
                    exit(128 + number)
                }
            }
            source.resume()
            return source
        }
    }
}
