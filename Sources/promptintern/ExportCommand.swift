import ArgumentParser

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model for another program.",
        discussion: """
            Example:
              promptintern export gguf path/to/model --output base.gguf --type f16
            """,
        subcommands: [ExportGGUFCommand.self])
}
