import ArgumentParser
import CursesTerminal
import Foundation
import TerminalUI
import Workbench
import WorkbenchHost

struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the workbench on a project (what happens without a command).",
        discussion: """
            Example:
              promptintern sample-data/formulas
            """)

    @Argument(help: "The project's folder (with project.yaml).")
    var project = "."

    @Option(help: "SQLite file of the history, instead of the project's own.")
    var history: String?

    @Option(help: "A theme file, such as themes/default.yaml.")
    var theme: String?

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    @OptionGroup var threads: ThreadOptions

    func run() throws {
        let themeFile = try loadTheme()
        let services = LiveServices(
            folder: URL(filePath: project, directoryHint: .isDirectory), historyFlag: history,
            toolVersion: ToolVersion.text, threadCount: threads.count)
        let terminal = try CursesTerminal(usesMouse: !noMouse)
        // Whatever is printed later belongs on the user's own screen.
        defer {
            services.close()
            terminal.restore()
        }
        let app = WorkbenchApp(terminal: terminal, services: services, theme: themeFile)
        do {
            try app.run()
        } catch {
            services.close()
            terminal.restore()
            throw error
        }
    }

    private func loadTheme() throws -> ThemeFile {
        guard let theme else { return .default }
        guard let data = FileManager.default.contents(atPath: theme),
            let text = String(validating: data, as: UTF8.self)
        else {
            throw ValidationError("The theme \(theme) cannot be read. Check the path.")
        }
        let (file, problems) = ThemeFile.parse(text, file: theme)
        guard problems.isEmpty else {
            throw ValidationError(problems.map(\.description).joined(separator: "\n"))
        }
        return file
    }
}
