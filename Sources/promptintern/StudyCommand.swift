import ArgumentParser
import Foundation
import Project
import RunControl

struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "Compare ways of training and asking, each with several seeds.",
        discussion: """
            A study's file names a project and its arms:

              project: ../formulas
              output: results
              seeds: [1, 2, 3]
              against: linear
              arms:
                - {name: base without prompt, train: false, prompt: query-only}
                - {name: base with full prompt, train: false, prompt: full-prompt}
                - {name: base with compressed prompt, train: false, prompt: compressed, tau: 0.3}
                - {name: linear, prompt: query-only}
                - name: query-only from the start
                  prompt: query-only
                  set: {schedule: {stages: [{tau: 0, shots: 0, epochs: 32}]}}

            "set" holds settings of project.yaml that differ; one beside "arms" holds for all. \
            Every result is a file in the output folder, so that a study that was stopped goes on \
            where it was; arms that train alike share their runs. The table is written as \
            table.md, table.csv and table.json, and as a picture (table.svg).

            Example:
              promptintern study study.yaml
            """)

    @Argument(help: "The study's YAML file.")
    var file: String

    @OptionGroup var threads: ThreadOptions

    @Option(
        help: """
            Runs at a time, which share the threads; by default one for every two threads. Those \
            that do not fit into memory together wait.
            """)
    var parallel: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let parallel, parallel < 1 {
            throw ValidationError("--parallel is at least 1, the number of runs at a time.")
        }
    }

    func run() throws {
        let url = URL(filePath: file).standardizedFileURL
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw ValidationError(
                "There is no study file. \(url.path). See one with: promptintern study --help")
        }
        let flag = StopFlag()
        let sources = flag.watchSignals()
        defer { for source in sources { source.cancel() } }
        let study = try Study(
            StudyFile.load(url), folder: url.deletingLastPathComponent(),
            machine: .init(threadCount: threads.count, parallelCount: parallel),
            toolVersion: ToolVersion.text, log: { Console.error($0) },
            isStopped: { flag.isSet })
        guard let report = try study.run() else {
            Console.error("Stopped. Go on with: promptintern study \(file)")
            throw ExitCode.failure
        }
        output.print(report.json) {
            report.markdown + "\nWrote "
                + StudyReport.fileNames.joined(separator: ", ") + " in \(study.output.path)."
        }
    }
}
