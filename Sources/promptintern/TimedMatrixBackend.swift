import Kernels
import Synchronization

/// Counts the time that threads spend in products, so that the rest can be told apart from it.
final class TimedMatrixBackend: MatrixBackend {
    private let backend: any MatrixBackend
    private let nanoseconds = Atomic<Int>(0)
    private let clock = ContinuousClock()

    init(_ backend: any MatrixBackend) { self.backend = backend }

    var name: String { backend.name }
    var isFastWithBFloat16: Bool { backend.isFastWithBFloat16 }

    func multiply(_ product: MatrixProduct) {
        let start = clock.now
        backend.multiply(product)
        let duration = (clock.now - start).components
        nanoseconds.add(
            Int(duration.seconds) * 1_000_000_000 + Int(duration.attoseconds / 1_000_000_000),
            ordering: .relaxed)
    }

    /// Seconds of all threads together since the last call.
    func takeSeconds() -> Double {
        Double(nanoseconds.exchange(0, ordering: .relaxed)) / 1e9
    }
}
