import Foundation

/// Replaces a file so that whoever looks, and a power cut, finds either the old or the new content.
enum AtomicFile {
    /// Writes beside the file, forces it to the disk, and renames.
    ///
    /// A symbolic link stays one: what it leads to is replaced. The file's permissions are kept.
    static func write(_ text: String, to file: URL) throws {
        let target = file.resolvingSymlinksInPath()
        let folder = target.deletingLastPathComponent()
        let temporary = folder.appending(
            path: ".\(target.lastPathComponent).\(UUID().uuidString).tmp")
        var status = stat()
        let mode = stat(target.path, &status) == 0 ? status.st_mode & 0o7777 : 0o644
        do {
            try writeNew(text, to: temporary, mode: mode)
            guard rename(temporary.path, target.path) == 0 else { throw lastError() }
        } catch {
            unlink(temporary.path)
            throw error
        }
        // The name itself is content of the folder.
        let folderDescriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        guard folderDescriptor >= 0 else { return }
        fsync(folderDescriptor)
        close(folderDescriptor)
    }

    private static func writeNew(_ text: String, to file: URL, mode: mode_t) throws {
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw lastError() }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // The mode given on opening is narrowed by the umask.
        guard fchmod(descriptor, mode) == 0 else { throw lastError() }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        try handle.close()
    }

    private static func lastError() -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
