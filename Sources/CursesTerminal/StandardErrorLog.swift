import Foundation
import Glibc

/// Standard error goes into a file while the screen is up: a line written by the runtime or a
/// library would stand in the middle of it, and be lost with it.
final class StandardErrorLog {
    /// A longer log is begun anew, the old one kept as `.old`.
    private static let byteLimit: off_t = 1 << 20
    private static let shownLineLimit = 12

    let url: URL?
    private let log: Int32
    private let original: Int32
    private let start: off_t
    private var isActive = true

    /// Where a user's logs belong: XDG_STATE_HOME, or `~/.local/state`.
    static func defaultURL(environment: [String: String]) -> URL {
        let state: URL
        if let path = environment["XDG_STATE_HOME"], path.hasPrefix("/") {
            state = URL(filePath: path, directoryHint: .isDirectory)
        } else {
            state = FileManager.default.homeDirectoryForCurrentUser.appending(
                path: ".local/state", directoryHint: .isDirectory)
        }
        return state.appending(path: "promptintern/promptintern.log")
    }

    /// Redirects to the file, or to one in the temporary folder where the first cannot be written.
    ///
    /// A home without room for a log is no reason to refuse the screen. Where neither can be
    /// written, what is written is dropped.
    init(preferred: URL) {
        let candidates = [
            preferred,
            FileManager.default.temporaryDirectory.appending(path: "promptintern-\(getuid()).log"),
        ]
        var opened: (URL?, Int32) = (nil, -1)
        for candidate in candidates {
            let descriptor = Self.open(candidate)
            if descriptor >= 0 {
                opened = (candidate, descriptor)
                break
            }
        }
        if opened.1 < 0 { opened.1 = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC) }
        (url, log) = opened
        start = max(0, lseek(log, 0, SEEK_END))
        original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)
        if log >= 0 && original >= 0 { _ = dup2(log, STDERR_FILENO) }
        let state = EmergencyState.shared
        state.pointee.log = log
        state.pointee.logStart = start
        state.pointee.standardError = original
        EmergencyState.set(\.noticeText, Self.crashNotice(url))
    }

    /// Puts standard error back and returns the last lines of what was written meanwhile.
    func stop() -> String? {
        guard isActive else { return nil }
        isActive = false
        if original >= 0 {
            _ = dup2(original, STDERR_FILENO)
            close(original)
        }
        let text = tail()
        if log >= 0 { close(log) }
        EmergencyState.shared.pointee.log = -1
        EmergencyState.shared.pointee.standardError = -1
        return text
    }

    private func tail() -> String? {
        let end = lseek(log, 0, SEEK_END)
        let from = max(start, end - EmergencyState.logTailLimit)
        guard end > from else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(end - from))
        let count = pread(log, &bytes, bytes.count, from)
        guard count > 0 else { return nil }
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        return lines.suffix(Self.shownLineLimit).joined(separator: "\n")
    }

    private static func open(_ url: URL) -> Int32 {
        // Failing to make the folder shows as failing to open the file in it.
        try? FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        var status = stat()
        if stat(url.path, &status) == 0, status.st_size > byteLimit {
            rename(url.path, url.path + ".old")
        }
        // Never through a link: the temporary folder is everybody's.
        let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        return Glibc.open(url.path, flags, 0o600)
    }

    private static func crashNotice(_ url: URL?) -> String {
        "\nPromptIntern Workbench crashed; the terminal is restored, what is saved is untouched.\n"
            + (url.map { "Log: \($0.path). " } ?? "")
            + "Please report it with the lines below.\n"
    }
}
