/// What `--version` prints and what a run's row remembers.
enum ToolVersion {
    static let number = "0.1.0"

    /// Instructions this build may use; a build for another processor shows here.
    static var instructionSet: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    static var text: String { "\(number) (\(configuration), \(instructionSet))" }
}
