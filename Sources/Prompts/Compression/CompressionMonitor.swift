import Synchronization

/// How far a compressor is.
package struct CompressionProgress: Sendable, Equatable {
    /// Share of tokens to keep.
    package var rate: Double
    /// Such as "section"; nil where nothing is counted.
    package var unit: String?
    /// Counted from 1; 0 before the first.
    package var number: Int
    package var count: Int

    package init(rate: Double, unit: String? = nil, number: Int = 0, count: Int = 0) {
        self.rate = rate
        self.unit = unit
        self.number = number
        self.count = count
    }

    /// Such as "compressing, section 3 of 12, stage tau 0.33".
    package var text: String {
        let place = unit.map { ", \($0) \(number) of \(count)" } ?? ""
        let hundredths = Int((rate * 100).rounded())
        let digits = hundredths % 100
        return "compressing\(place), stage tau \(hundredths / 100)."
            + (digits < 10 ? "0\(digits)" : "\(digits)")
    }
}

/// Nobody waits any more for what is being compressed.
package struct CompressionStopped: Error, Equatable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "Compressing was stopped before it was done.\nthe compressor\nLet it go on, or use a "
            + "faster compressor."
    }
}

/// Where compressors tell how far they are, and learn that they shall stop.
///
/// What takes long asks it at every step of its work: a section, a window of tokens, an attempt.
package final class CompressionMonitor: Sendable {
    private let report: @Sendable (CompressionProgress) -> Void
    private let rate = Mutex(1.0)
    private let stopFlag = Atomic<Bool>(false)

    /// - Parameter report: told of each step, from the thread that compresses.
    package init(report: @escaping @Sendable (CompressionProgress) -> Void = { _ in }) {
        self.report = report
    }

    /// Whether a stop was asked for.
    package var isStopped: Bool { stopFlag.load(ordering: .relaxed) }

    /// Lets what is being compressed end as soon as it can.
    package func stop() { stopFlag.store(true, ordering: .relaxed) }

    /// Takes a stop back, for what is compressed from now on.
    package func resume() { stopFlag.store(false, ordering: .relaxed) }

    /// Notes that a text is compressed to a rate.
    func begin(rate: Double) {
        self.rate.withLock { $0 = rate }
        report(CompressionProgress(rate: rate))
    }

    /// Notes the beginning of a step, counted from 1.
    /// - Throws: `CompressionStopped`.
    package func step(_ unit: String, _ number: Int, of count: Int) throws {
        guard !isStopped else { throw CompressionStopped() }
        report(
            CompressionProgress(
                rate: rate.withLock { $0 }, unit: unit, number: number, count: count))
    }
}
