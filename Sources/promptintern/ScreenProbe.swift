import Foundation
import JSONText

/// Sits before the workbench as its user would, and measures how soon it answers.
struct ScreenProbe {
    /// Draws the whole screen again: the one key whose frame cannot be taken for another's, and the
    /// dearest there is.
    private static let repaint = "\u{0C}"
    /// A key held down comes about so often.
    private static let repeatSeconds = 1.0 / 30

    let terminal: PseudoTerminal
    private var reader = FrameReader()

    init(_ terminal: PseudoTerminal) { self.terminal = terminal }

    /// Waits for the first picture.
    /// - Returns: Seconds until then; nil where none came.
    mutating func firstFrame(since start: ContinuousClock.Instant, seconds: Double) -> Double? {
        frames(seconds: seconds, stopsAtFirst: true).first.map { ($0.time - start) / .seconds(1) }
    }

    /// Lets the program draw for a while.
    @discardableResult
    mutating func frames(seconds: Double, stopsAtFirst: Bool = false) -> [FrameReader.Frame] {
        let end = ContinuousClock.now + .seconds(seconds)
        var frames: [FrameReader.Frame] = []
        while ContinuousClock.now < end {
            guard let chunk = terminal.read(until: end) else { continue }
            frames += reader.take(chunk)
            if stopsAtFirst, !frames.isEmpty { break }
        }
        return frames
    }

    /// Bytes written and processor time taken, as a share of one core, while nothing is pressed.
    mutating func idle(seconds: Double) -> (bytes: Int, processorShare: Double) {
        let (bytes, time) = (reader.byteCount, terminal.processorSeconds)
        frames(seconds: seconds)
        return (reader.byteCount - bytes, (terminal.processorSeconds - time) / seconds)
    }

    /// Presses a key again and again.
    /// - Parameters:
    ///   - count: Presses.
    ///   - timeout: The longest wait for an answer, in seconds.
    /// - Returns: Milliseconds from each press to the last byte of its picture, in rising order.
    mutating func latencies(count: Int, timeout: Double) -> [Double] {
        var latencies: [Double] = []
        // Presses fall at all points of the program's own rhythm.
        var random = SystemRandomNumberGenerator()
        for _ in 0..<count {
            frames(seconds: Double.random(in: 0.02...0.12, using: &random))
            let start = ContinuousClock.now
            terminal.send(Self.repaint)
            let painted = wholeFrame(until: start + .seconds(timeout)) ?? .now
            latencies.append((painted - start) / .milliseconds(1))
        }
        return latencies.sorted()
    }

    /// Pictures a second while a key is held down.
    mutating func framesPerSecond(seconds: Double) -> Double {
        let start = ContinuousClock.now
        var count = 0
        var press = 0.0
        while press < seconds {
            let next = start + .seconds(press)
            while ContinuousClock.now < next {
                guard let chunk = terminal.read(until: next) else { continue }
                count += reader.take(chunk).count { $0.isWholeScreen }
            }
            terminal.send(Self.repaint)
            press += Self.repeatSeconds
        }
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private mutating func wholeFrame(
        until end: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        while ContinuousClock.now < end {
            guard let chunk = terminal.read(until: end) else { continue }
            if let frame = reader.take(chunk).first(where: \.isWholeScreen) { return frame.time }
        }
        return nil
    }
}
