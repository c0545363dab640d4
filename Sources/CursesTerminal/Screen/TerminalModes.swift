import Glibc

/// The terminal's modes that ncurses knows nothing of, so that we set and reset them.
enum TerminalModes {
    /// Paste in brackets (2004), reports of focus (1004).
    static let enter = "\u{1B}[?2004h\u{1B}[?1004h"
    /// Buttons (1000), movement while one is held (1002), numbers without limit (1006).
    static let enterMouse = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
    /// All of them off, also those that were not set: harmless, and right after a crash.
    static let leave =
        "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1004l"
        + "\u{1B}[?2004l"
    /// Between these two a terminal that knows them shows nothing, so that no half frame flickers.
    static let beginFrame = "\u{1B}[?2026h"
    static let endFrame = "\u{1B}[?2026l"

    /// Writes past ncurses, whose own buffer must be empty: right before or after `doupdate`.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, rest.count > 0 {
                let count = Glibc.write(descriptor, base, rest.count)
                if count < 0 && errno != EINTR { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
            }
            return true
        }
    }
}
