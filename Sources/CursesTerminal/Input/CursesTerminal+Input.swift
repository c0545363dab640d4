import Glibc
import TerminalUI

extension CursesTerminal {
    /// Bytes taken in one call: a paste larger than this comes with several, so that the loop also
    /// gets to draw.
    private static var byteLimit: Int { 1 << 16 }

    package func readEvents(timeoutMilliseconds: Int) throws -> [InputEvent] {
        let end =
            timeoutMilliseconds < 0
            ? nil : ContinuousClock.now.advanced(by: .milliseconds(timeoutMilliseconds))
        var events = takeSignals()
        while true {
            let now = ContinuousClock.now
            let deadlines = [events.isEmpty ? end : now, flushDeadline].compactMap { $0 }
            let hasBytes = waitForInput(until: deadlines.min(), into: &events)
            if hasBytes {
                flushDeadline = decoder.flushDelayMilliseconds.map {
                    ContinuousClock.now.advanced(by: .milliseconds($0))
                }
            } else if let deadline = flushDeadline, ContinuousClock.now >= deadline {
                events += decoder.flush()
                flushDeadline = nil
            }
            events += takeSignals()
            if !events.isEmpty { return events }
            if let end, ContinuousClock.now >= end { return [] }
        }
    }

    /// Waits for bytes or a wake-up, and returns whether bytes came.
    private func waitForInput(
        until deadline: ContinuousClock.Instant?, into events: inout [InputEvent]
    ) -> Bool {
        var descriptors = [
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0),
            // A negative descriptor is passed over: a terminal that is gone is readable for ever.
            pollfd(fd: isInputOpen ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, 2, Self.milliseconds(until: deadline)) > 0 else { return false }
        if descriptors[0].revents != 0 { pipe.drain() }
        return descriptors[1].revents != 0 && readInput(into: &events)
    }

    /// Rounded up, so that the time is over after the wait; -1 for no end.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let (seconds, attoseconds) = (deadline - .now).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }

    private func readInput(into events: inout [InputEvent]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var total = 0
        while total < Self.byteLimit {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                if count < 0 && errno == EAGAIN { break }
                // The end of the input, or an error such as EIO: the terminal is gone.
                isInputOpen = false
                events += decoder.flush() + [.hangUp]
                return false
            }
            events += decoder.feed(buffer.prefix(count))
            total += count
            var more = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&more, 1, 0) > 0 else { break }
        }
        return total > 0
    }

    /// What handlers and other threads left.
    private func takeSignals() -> [InputEvent] {
        var events: [InputEvent] = []
        if SignalFlags.terminationRequested.exchange(false, ordering: .sequentiallyConsistent) {
            events.append(.hangUp)
        }
        if SignalFlags.stopRequested.exchange(false, ordering: .sequentiallyConsistent) {
            suspend()
            events.append(.resize(size))
        }
        if SignalFlags.continued.exchange(false, ordering: .sequentiallyConsistent) {
            resume()
            events.append(.resize(size))
        }
        if SignalFlags.windowChanged.exchange(false, ordering: .sequentiallyConsistent),
            updateSize()
        {
            events.append(.resize(size))
        }
        if SignalFlags.woken.exchange(false, ordering: .sequentiallyConsistent) {
            events.append(.wake)
        }
        return events
    }
}
