/// What can go wrong with a project's folder and its configuration.
package enum ProjectError: Error, Equatable {
    /// The folder has no project file.
    case missing(path: String)
    case unreadable(path: String, reason: String)
    /// All mistakes of the file, in their order; never empty.
    case invalid([ProjectProblem])
    /// The place in the file is written in a way that cannot be changed without touching more.
    case cannotEdit(path: String, key: String)
    /// Someone else saved the file since it was read.
    case changedOnDisk(path: String)
    case cannotWrite(path: String, reason: String)
}

extension ProjectError: CustomStringConvertible {
    /// What happened, where, and what to do.
    package var description: String {
        switch self {
        case .missing(let path):
            "There is no project file. \(path). Make one with: promptintern init"
        case .unreadable(let path, let reason):
            "The project file cannot be read (\(reason)). \(path). Check its permissions."
        case .invalid(let problems):
            problems.map(\.description).joined(separator: "\n")
        case .cannotEdit(let path, let key):
            """
            \(key) cannot be changed from here without touching more of the file. \(path): left \
            as it is. Change it in an editor, or write it as a plain value on one line.
            """
        case .changedOnDisk(let path):
            """
            The project file was changed by another program since it was read. \(path): left as \
            it is. Load it again, then repeat the change.
            """
        case .cannotWrite(let path, let reason):
            """
            The project file cannot be written (\(reason)). \(path): left as it is. Check the \
            permissions of its folder and the space on the disk.
            """
        }
    }
}
