import Foundation
import Project

/// Examines the machine, the terminal, the history and, where one is named, a project.
package struct Doctor: Sendable {
    /// Processor, memory and products.
    package var machine: MachineFacts
    /// Screen and environment.
    package var terminal: TerminalFacts
    /// Version and kind of this build, in words.
    package var toolVersion: String
    /// Whether the build is optimized.
    package var isOptimized: Bool

    /// Of this process unless other facts are given.
    package init(
        machine: MachineFacts = .current, terminal: TerminalFacts = .current, toolVersion: String,
        isOptimized: Bool
    ) {
        self.machine = machine
        self.terminal = terminal
        self.toolVersion = toolVersion
        self.isOptimized = isOptimized
    }

    /// Looks at all that a training needs, without changing anything.
    /// - Parameters:
    ///   - project: A project's folder; nil looks at the machine alone.
    ///   - history: As the flag names it.
    /// - Returns: A check for each thing, in a fixed order.
    package func examine(project: URL?, history: String? = nil) -> DoctorReport {
        let examination = project.map {
            ProjectExamination(folder: $0, availableMemoryBytes: machine.availableMemoryBytes)
        }
        let paths = ProjectPaths(
            projectFolder: examination?.folder, project: examination?.file, historyFlag: history,
            environment: terminal.environment)
        return DoctorReport(
            [versionCheck] + machine.checks + terminal.checks
                + StorageFacts(history: paths.history).checks + (examination?.checks ?? []))
    }

    private var versionCheck: DoctorCheck {
        guard isOptimized else {
            return DoctorCheck(
                "version", .warning, toolVersion,
                advice: "A debug build trains many times slower: make build.")
        }
        return DoctorCheck("version", .ok, toolVersion)
    }
}
