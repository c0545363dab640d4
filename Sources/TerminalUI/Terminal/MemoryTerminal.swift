/// A terminal without a device: tests and scripts feed its input and read its screen.
package final class MemoryTerminal: Terminal {
    package private(set) var size: Size
    package var capabilities: TerminalCapabilities
    /// What would be seen now.
    package private(set) var screen: ScreenBuffer
    /// Presents so far, those included that changed nothing.
    package private(set) var presentCount = 0
    /// Cells written so far.
    package private(set) var writtenCellCount = 0
    package private(set) var bellCount = 0
    package private(set) var suspendCount = 0
    package private(set) var isRestored = false
    /// Called when input is asked for and none is waiting; may add some.
    package var onIdle: ((MemoryTerminal) -> Void)?
    private var events: [InputEvent] = []
    private var isValid = false

    package init(
        size: Size,
        capabilities: TerminalCapabilities = .init(colorTier: .truecolor, hasUnicode: true)
    ) {
        self.size = size
        self.capabilities = capabilities
        screen = ScreenBuffer(size: size)
    }

    /// Queues input.
    package func send(_ more: InputEvent...) { events += more }

    /// Queues keys by their names, separated by spaces: `"2 right shift-up q"`.
    ///
    /// - Precondition: every name is one of `KeyPress`'s.
    package func type(_ names: String) {
        for name in names.split(separator: " ") {
            guard let key = KeyPress(String(name)) else {
                preconditionFailure("\(name) is no key")
            }
            events.append(.key(key))
        }
    }

    /// Changes the size as a user who drags the window does.
    package func resize(to size: Size) {
        self.size = size
        isValid = false
        events.append(.resize(size))
    }

    package func present(_ buffer: ScreenBuffer) throws {
        presentCount += 1
        let runs = isValid ? buffer.difference(from: screen) : buffer.wholeRows
        writtenCellCount += runs.reduce(0) { $0 + $1.cells.count }
        screen = buffer
        isValid = true
    }

    package func readEvents(timeoutMilliseconds: Int) throws -> [InputEvent] {
        if events.isEmpty { onIdle?(self) }
        defer { events = [] }
        return events
    }

    package func invalidate() { isValid = false }

    package func suspend() {
        suspendCount += 1
        isValid = false
    }

    package func restore() { isRestored = true }

    package func bell() { bellCount += 1 }
}
