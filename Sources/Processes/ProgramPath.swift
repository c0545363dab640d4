import Foundation

/// Where a program is installed.
package enum ProgramPath {
    /// The first executable file of that name in a search path's folders; nil where there is none.
    package static func find(_ name: String, in searchPath: String) -> String? {
        searchPath.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The user's own search path; nil where the environment has none.
    package static var ownSearchPath: String? {
        ProcessInfo.processInfo.environment["PATH"]
    }
}
