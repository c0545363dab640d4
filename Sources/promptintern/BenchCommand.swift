import ArgumentParser

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure the engine and the screen on this machine.",
        discussion: """
            Examples:
              promptintern bench train --shape 10m --template 512 --json
              promptintern bench generate --shape 10m --prompt 1024 --decode 64
              promptintern bench screen sample-data/formulas
            """,
        subcommands: [
            BenchTrainCommand.self, BenchGenerateCommand.self, BenchScreenCommand.self,
        ],
        defaultSubcommand: BenchTrainCommand.self)
}
