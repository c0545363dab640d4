import ArgumentParser
import Processes

@main
struct PromptInternCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promptintern",
        abstract: "Teaches a model the prompt that every request repeats.",
        discussion: """
            A prompt is template, examples and query. Fine-tuning runs in stages that shorten the \
            template and drop the examples until the query alone is left, which is then all that \
            production sends.

            Examples:
              promptintern sample-data/formulas           open the workbench on a project
              promptintern init my-project --model DIR    start a project
              promptintern train my-project --json        train without a screen
            """,
        version: ToolVersion.text,
        subcommands: [
            OpenCommand.self, InitCommand.self, ImportCommand.self, DecomposeCommand.self,
            CorrectCommand.self,
            CompressCommand.self, PlanCommand.self, RetrieveCommand.self, TrainCommand.self,
            ResumeCommand.self,
            CompareCommand.self, MeasureCommand.self, RateCommand.self, CostCommand.self,
            StudyCommand.self,
            RunsCommand.self, ConformanceCommand.self, PretrainCommand.self, SampleCommand.self,
            ExportCommand.self, BenchCommand.self, DoctorCommand.self,
        ],
        defaultSubcommand: OpenCommand.self)

    static func main() {
        // A compressor's or a retriever's program must not outlive a Ctrl-C.
        RunningPrograms.endWithThisProcess()
        main(nil)
    }
}
