import Dispatch
import Foundation
import JSONText
import RunControl
import RunEvents

/// Runs a training session in front of a command line: prints what happens, and stops at a
/// checkpoint on Ctrl-C, SIGTERM or a lost connection.
struct TrainingRunner {
    let isJSON: Bool

    /// How often a step is printed as text.
    private static let printedEvery = 10

    func observer() -> @Sendable (TrainingEvent) -> Void {
        let isJSON = isJSON
        return { event in
            if isJSON {
                Console.line(EventJSON.value(event).text())
            } else if let line = Self.text(event) {
                Console.line(line)
            }
        }
    }

    func run(_ session: TrainingSession) -> TrainingSession.Outcome {
        let flag = StopFlag()
        let sources = flag.watchSignals { session.control.stop() }
        session.begin()
        let outcome = session.wait()
        for source in sources { source.cancel() }
        report(session, outcome)
        return outcome
    }

    private func report(_ session: TrainingSession, _ outcome: TrainingSession.Outcome) {
        if isJSON {
            Console.line(
                JSONValue.object(
                    JSONObject([
                        .init(key: "event", value: "result"),
                        .init(key: "run", value: .integer(Int(session.run.id))),
                        .init(key: "name", value: .string(session.run.name)),
                        .init(key: "status", value: .string(outcome.status.rawValue)),
                        .init(key: "message", value: .optional(outcome.message)),
                    ])
                ).text())
        } else {
            let reason = outcome.message.map { ": \($0)" } ?? "."
            Console.line(
                "Run \(session.run.id) (\(session.run.name)) \(outcome.status.rawValue)\(reason)")
        }
    }

    private static func text(_ event: TrainingEvent) -> String? {
        switch event {
        case .stageStarted(let stage):
            "Stage \(stage.stage): tau \(NumberText.fixed(stage.compressionRate, 2)), "
                + "k \(stage.shots), \(stage.epochs) epochs, \(stage.stepCount) steps, "
                + "\(NumberText.fixed(stage.inputTokensPerRecord, 1)) input tokens a record"
        case .step(let step):
            step.step % printedEvery == 0 || step.step == 1
                ? "step \(NumberText.padded("\(step.step)", 5))  loss "
                    + "\(NumberText.fixed(step.loss, 4))  lr "
                    + "\(String(format: "%.2e", step.learningRate))  norm "
                    + "\(NumberText.fixed(step.gradientNorm, 2))  "
                    + "\(NumberText.fixed(step.durationMilliseconds, 0)) ms" : nil
        case .evaluation(let metrics):
            "  \(metrics.split), \(metrics.model.rawValue), \(metrics.arm.rawValue): loss "
                + "\(NumberText.fixed(metrics.loss, 4))"
                + (metrics.exactMatch.map { ", exact match \(NumberText.percent($0))" } ?? "")
                + (metrics.score.map { ", \($0.text)" } ?? "")
                + ", \(NumberText.fixed(metrics.inputTokensPerRecord, 1)) tokens"
                + (metrics.prefillMilliseconds.map {
                    ", prefill \(NumberText.fixed($0, 1)) ms"
                } ?? "")
                + (metrics.warmPrefillMilliseconds.map {
                    " (warm \(NumberText.fixed($0, 1)))"
                } ?? "")
                + (metrics.decodeMilliseconds.map {
                    ", decode \(NumberText.fixed($0, 1)) ms"
                } ?? "")
        case .prediction: nil
        case .checkpoint(let checkpoint): "  checkpoint \(checkpoint.path)"
        case .log(let level, let text):
            level == .info ? "  \(text)" : "  \(level.rawValue): \(text)"
        }
    }
}
