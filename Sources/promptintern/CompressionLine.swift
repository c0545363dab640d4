import Foundation
import Prompts
import Synchronization

extension Console {
    /// Whether a line stands on the terminal that the next output takes the place of.
    private static let hasProgress = Atomic<Bool>(false)
    /// Back to the line's beginning, and away with what stands there.
    private static let clearLine = "\r\u{1B}[K"

    /// Tells on a terminal's last line how far a compressor is; in a pipe nothing.
    static let compression: CompressionMonitor = {
        guard isatty(FileHandle.standardError.fileDescriptor) == 1 else {
            return CompressionMonitor()
        }
        return CompressionMonitor { progress in
            hasProgress.store(true, ordering: .relaxed)
            FileHandle.standardError.write(Data("\(clearLine)\(progress.text)".utf8))
        }
    }()

    /// Takes the progress away before something else is written.
    static func clearProgress() {
        guard hasProgress.exchange(false, ordering: .relaxed) else { return }
        FileHandle.standardError.write(Data(clearLine.utf8))
    }
}
