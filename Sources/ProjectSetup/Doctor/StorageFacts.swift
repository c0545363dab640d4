import Foundation
import Project
import RunControl

/// The place of the history.
package struct StorageFacts: Sendable, Equatable {
    /// The history's file.
    package let history: URL
    /// Itself where it exists, else the nearest folder above it.
    private let nearest: URL
    private let exists: Bool

    /// Looks for the file, or for the folder it would be made in.
    package init(history: URL) {
        self.history = history
        exists = FileManager.default.fileExists(atPath: history.path)
        var place = history
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place = place.deletingLastPathComponent()
        }
        nearest = place
    }

    /// Below this a run's checkpoints may not fit.
    private static let littleSpaceBytes = 1_000_000_000

    /// The history and the space on its disk.
    package var checks: [DoctorCheck] { [historyCheck, spaceCheck] }

    private var historyCheck: DoctorCheck {
        // SQLite also writes files beside the history.
        let folder = exists ? nearest.deletingLastPathComponent() : nearest
        let isWritable =
            access(nearest.path, W_OK) == 0 && access(folder.path, W_OK) == 0
        guard isWritable, exists || isFolder(nearest) else {
            return DoctorCheck(
                "history", .error, "\(history.path) cannot be written",
                advice: "Correct the permissions of \(nearest.path), or choose another place with "
                    + "--history or \(ProjectPaths.historyVariable).")
        }
        return DoctorCheck("history", .ok, history.path + (exists ? "" : " (made when needed)"))
    }

    private func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    private var spaceCheck: DoctorCheck {
        var status = statvfs()
        guard statvfs(nearest.path, &status) == 0 else {
            return DoctorCheck("disk", .ok, "the system does not tell how much is free")
        }
        return Self.spaceCheck(freeBytes: Int(status.f_bavail) * Int(status.f_frsize))
    }

    static func spaceCheck(freeBytes: Int) -> DoctorCheck {
        let finding = "\(ByteText.text(freeBytes)) free"
        guard freeBytes >= littleSpaceBytes else {
            return DoctorCheck(
                "disk", .warning, finding,
                advice: "Make room: checkpoints and adapters are written beside the history.")
        }
        return DoctorCheck("disk", .ok, finding)
    }
}
