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
              promptintern bench retrieve my-project --retriever bleu --shots 10 --json
            """,
        subcommands: [
            BenchTrainCommand.self, BenchGenerateCommand.self, BenchScreenCommand.self,
            BenchRetrieveCommand.self,
        ],
        defaultSubcommand: BenchTrainCommand.self)
}
