import CInstructionSet

/// What `--version` prints and what a run's row remembers.
enum ToolVersion {
    static let number = "0.1.0"

    /// Instructions this build may use: a plain `swift build` stays on the oldest ones, which makes
    /// training several times slower, and that must show.
    static var instructionSet: String { String(cString: compiled_instruction_set()) }

    static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    static var text: String { "\(number) (\(configuration), \(instructionSet))" }
}
