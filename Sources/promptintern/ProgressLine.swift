import Foundation
import RunControl

/// Progress on standard error: one line that is written over on a terminal, a line for each kind of
/// work elsewhere.
final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = ""
    private var shownKind: String?

    func show(_ progress: MeasureProgress) {
        let text = progress.text
        guard text != shown else { return }
        if isTerminal {
            let space = String(repeating: " ", count: max(0, shown.count - text.count))
            FileHandle.standardError.write(Data("\r\(text)\(space)".utf8))
        } else if shownKind != progress.kind.rawValue || progress.done == progress.count {
            Console.error(text)
        }
        shown = text
        shownKind = progress.kind.rawValue
    }

    /// Takes the line away, so that what follows begins at the margin.
    func end() {
        guard isTerminal, !shown.isEmpty else { return }
        let space = String(repeating: " ", count: shown.count)
        FileHandle.standardError.write(Data("\r\(space)\r".utf8))
        shown = ""
    }
}
