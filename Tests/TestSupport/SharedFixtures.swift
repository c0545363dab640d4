import Foundation

/// The reference data beside the project's folder, which some tests read where it is present.
package enum SharedFixtures {
    package static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["PROMPTINTERN_SHARED"] {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        return projectRoot.deletingLastPathComponent().appending(
            path: "shared", directoryHint: .isDirectory)
    }()

    /// The folder that holds Package.swift.
    package static let projectRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    package static var isPresent: Bool { has("fixtures") }

    package static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    package static func url(_ path: String) -> URL { root.appending(path: path) }

    /// The reason that skipped tests print.
    package static let reason: String =
        "needs the reference data in ../shared (or PROMPTINTERN_SHARED), which is absent"
}
