import Foundation

/// Finds whole frames in what the workbench writes to its terminal.
///
/// Every frame stands between the marks of synchronized output (mode 2026), and one that draws the
/// whole screen anew first clears it.
struct FrameReader {
    struct Frame {
        /// When its last byte had come.
        var time: ContinuousClock.Instant
        var isWholeScreen: Bool
        var byteCount: Int
    }

    private static let beginning = Array("\u{1B}[?2026h".utf8)
    private static let ending = Array("\u{1B}[?2026l".utf8)
    /// "Clear all", and "clear from the cursor on", which ncurses writes after going home.
    private static let clearing = ["\u{1B}[2J", "\u{1B}[H\u{1B}[J"].map { Array($0.utf8) }

    private var pending: [UInt8] = []
    private(set) var byteCount = 0

    /// Takes what has come and returns the frames that it completes.
    mutating func take(_ chunk: PseudoTerminal.Chunk) -> [Frame] {
        byteCount += chunk.bytes.count
        pending += chunk.bytes
        var frames: [Frame] = []
        while let start = pending.firstRange(of: Self.beginning),
            let end = pending[start.upperBound...].firstRange(of: Self.ending)
        {
            let body = pending[start.upperBound..<end.lowerBound]
            frames.append(
                Frame(
                    time: chunk.time,
                    isWholeScreen: Self.clearing.contains { body.firstRange(of: $0) != nil },
                    byteCount: body.count))
            pending.removeSubrange(..<end.upperBound)
        }
        return frames
    }
}
