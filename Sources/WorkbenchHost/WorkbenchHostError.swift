/// Why a request cannot be worked on.
enum WorkbenchHostError: Error, Equatable, CustomStringConvertible {
    case noProject

    var description: String {
        switch self {
        case .noProject:
            "The project is not loaded. Correct what its message names, and open it again."
        }
    }
}
