import Foundation
import Prompts

extension Console {
    /// Tells on a terminal's last line how far a compressor is; in a pipe nothing.
    static let compression: CompressionMonitor = {
        guard isatty(FileHandle.standardError.fileDescriptor) == 1 else {
            return CompressionMonitor()
        }
        return CompressionMonitor { progress in
            // Back to the line's beginning, and without what stood there before.
            FileHandle.standardError.write(Data("\r\u{1B}[K\(progress.text)\r".utf8))
        }
    }()
}
