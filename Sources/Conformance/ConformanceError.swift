/// Why a folder cannot be compared.
package enum ConformanceError: Error, Equatable, CustomStringConvertible {
    case unknownFolder(path: String)
    case unreadable(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .unknownFolder(let path):
            "\(path) is not a reference folder: it has neither expected.json (with model/), nor "
                + "golden.json, nor NAME.jinja with NAME.json. See docs for the layout."
        case .unreadable(let path, let reason): "Cannot read \(path): \(reason)."
        case .cannotWrite(let path, let reason): "Cannot write \(path): \(reason)."
        }
    }
}
