import ArgumentParser
import Foundation
import JSONText
import Kernels
import Project
import RunStore

struct BenchScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Time the workbench in a terminal, at rest and while it trains.",
        discussion: """
            Opens the workbench on a copy of the project's settings in a pseudo-terminal, presses \
            a key again and again (ctrl-l, which draws the whole screen), and measures the time to \
            the last byte of each picture; the project and its history are left alone.

            Example:
              promptintern bench screen sample-data/formulas --columns 200 --rows 60 --json
            """)

    @Argument(help: "The project's folder (with project.yaml).")
    var project = "sample-data/formulas"
    @Option(help: "Columns of the terminal.")
    var columns = 80
    @Option(help: "Rows of the terminal.")
    var rows = 24
    @Option(help: "Presses that are timed, at rest and while it trains.")
    var presses = 200
    @Option(help: "Seconds that it is watched at rest, and each time a key is held down.")
    var seconds = 5.0
    @Option(help: "What TERM says.")
    var term = "xterm-256color"
    @OptionGroup var threads: ThreadOptions
    @OptionGroup var outputOptions: OutputOptions

    /// Longest waits, in seconds: for a picture, for the training's second step, for the end.
    private static let (paintLimit, trainingLimit, endLimit) = (10.0, 600.0, 20.0)
    /// How long the program is left alone at first, in seconds.
    private static let settleSeconds = 2.0

    func validate() throws {
        guard presses > 0 else { throw ValidationError("--presses must be at least 1.") }
        guard seconds > 0 else { throw ValidationError("--seconds must be above 0.") }
    }

    func run() throws {
        let copy = try TrialProject(of: URL(filePath: project, directoryHint: .isDirectory))
        defer { copy.remove() }
        var environment = ProcessInfo.processInfo.environment
        environment["TERM"] = term
        environment["XDG_STATE_HOME"] = copy.folder.path
        environment[ProjectPaths.historyVariable] = copy.history.path
        let start = ContinuousClock.now
        let terminal = try PseudoTerminal(
            [
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
                copy.folder.path, "--threads", "\(threads.count)",
            ], environment: environment, columns: columns, rows: rows)
        defer { terminal.end(seconds: Self.endLimit) }
        var probe = ScreenProbe(terminal)
        guard let first = probe.firstFrame(since: start, seconds: Self.paintLimit) else {
            throw ValidationError(
                "The workbench drew nothing. Try: promptintern \(project)")
        }
        probe.frames(seconds: Self.settleSeconds)
        terminal.send("3")
        probe.frames(seconds: 1)
        let idle = probe.idle(seconds: seconds)
        let atRest = Latencies(probe.latencies(count: presses, timeout: Self.paintLimit))
        let heldAtRest = probe.framesPerSecond(seconds: seconds)
        terminal.send("s")
        guard try waitForTraining(copy, &probe) else {
            throw ValidationError(
                "The training did not begin. Try: promptintern train \(project)")
        }
        let stepsBefore = try copy.stepCount()
        let training = Latencies(probe.latencies(count: presses, timeout: Self.paintLimit))
        let heldWhileTraining = probe.framesPerSecond(seconds: seconds)
        let steps = try copy.stepCount() - stepsBefore
        terminal.send("q")
        probe.frames(seconds: 0.5)
        terminal.send("y")

        outputOptions.print([
            "columns": .integer(columns), "rows": .integer(rows), "term": .string(term),
            "threads": .integer(threads.count), "presses": .integer(presses),
            "first_paint_ms": .number(first * 1_000),
            "idle_bytes": .integer(idle.bytes),
            "idle_processor_share": .number(idle.processorShare),
            "at_rest": atRest.json(framesPerSecond: heldAtRest),
            "training": training.json(framesPerSecond: heldWhileTraining),
            "steps_meanwhile": .integer(steps),
        ]) {
            """
            \(columns)x\(rows), \(threads.count) threads, \(presses) presses each
            first paint after \(NumberText.fixed(first * 1_000, 0)) ms
            idle: \(idle.bytes) bytes in \(NumberText.fixed(seconds, 0)) s, \
            \(NumberText.percent(idle.processorShare)) of a core
            at rest: \(atRest.text), \(NumberText.fixed(heldAtRest, 1)) pictures/s of 30
            training: \(training.text), \(NumberText.fixed(heldWhileTraining, 1)) pictures/s of 30 \
            (\(steps) steps meanwhile)
            """
        }
    }

    /// Whether two steps were made in time.
    private func waitForTraining(_ copy: TrialProject, _ probe: inout ScreenProbe) throws -> Bool {
        let end = ContinuousClock.now + .seconds(Self.trainingLimit)
        while ContinuousClock.now < end {
            probe.frames(seconds: 0.2)
            if try copy.stepCount() >= 2 { return true }
        }
        return false
    }
}

/// Times from a press to its picture.
private struct Latencies {
    /// Milliseconds, in rising order.
    let sorted: [Double]

    init(_ sorted: [Double]) { self.sorted = sorted }

    private func quantile(_ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
    }

    var text: String {
        "key to paint \(NumberText.fixed(quantile(0.5), 1)) ms (median), "
            + "\(NumberText.fixed(quantile(0.99), 1)) ms (99th percentile), "
            + "\(NumberText.fixed(quantile(1), 1)) ms (longest)"
    }

    func json(framesPerSecond: Double) -> JSONValue {
        [
            "median_ms": .number(quantile(0.5)), "p95_ms": .number(quantile(0.95)),
            "p99_ms": .number(quantile(0.99)), "longest_ms": .number(quantile(1)),
            "pictures_per_s_of_30": .number(framesPerSecond),
        ]
    }
}
