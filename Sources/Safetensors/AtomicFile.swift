import Foundation

/// Why a file was not written: the failed call and the system's words.
package struct FileWriteError: Error, CustomStringConvertible {
    package let call: String
    package let code: Int32

    package init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    package var description: String { "\(String(cString: strerror(code))) (\(call))" }
}

/// Files that exist whole or not at all, also after a power cut.
package enum AtomicFile {
    /// A file being written, before it has its name.
    package struct Stream {
        fileprivate let descriptor: Int32

        /// Writes all of the bytes.
        /// - Throws: `FileWriteError`, after which the file will not appear.
        package func append(_ bytes: UnsafeRawBufferPointer) throws {
            var offset = 0
            while offset < bytes.count {
                let written = Foundation.write(
                    descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                if written < 0 {
                    if errno == EINTR { continue }
                    throw FileWriteError(call: "write", code: errno)
                }
                offset += written
            }
        }
    }

    /// Writes a temporary file beside the target, syncs it, renames it and syncs the folder.
    /// - Throws: `FileWriteError`; the target is then as it was, and the temporary file is gone.
    package static func write(_ data: Data, to url: URL) throws {
        try write(to: url) { stream in try data.withUnsafeBytes { try stream.append($0) } }
    }

    /// The same for content that is made piece by piece, as what does not fit in memory has to be.
    /// - Throws: `FileWriteError` and what the body throws.
    package static func write(to url: URL, _ body: (Stream) throws -> Void) throws {
        let temporary = url.path + ".writing-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw FileWriteError(call: "open", code: errno) }
        do {
            try body(Stream(descriptor: descriptor))
            guard fsync(descriptor) == 0 else { throw FileWriteError(call: "fsync", code: errno) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        close(descriptor)
        guard rename(temporary, url.path) == 0 else {
            let code = errno
            unlink(temporary)
            throw FileWriteError(call: "rename", code: code)
        }
        syncFolder(url.deletingLastPathComponent())
    }

    /// Makes a rename in the folder durable; some file systems do not support it, which is no
    /// reason to fail.
    package static func syncFolder(_ url: URL) {
        let descriptor = open(url.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
