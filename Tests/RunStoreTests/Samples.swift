import Foundation
import RunEvents

@testable import RunStore

/// Values that several suites record.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_700_000_000)

    static func run(
        _ name: String = "linear", folder: String = "/projects/tables", parent: Int64? = nil
    ) -> NewRun {
        NewRun(
            name: name, projectFolder: folder, projectName: "tables", configJSON: "{}",
            scheduleJSON: "[]", seed: 7, dataHashesJSON: "{\"train.jsonl\":\"00ff\"}",
            toolVersion: "0.1.0", baseModelPath: "/models/tiny", baseModelHash: "abcd",
            parentRunID: parent, plannedStepCount: 300)
    }

    static func step(_ step: Int, loss: Double = 2, stage: Int = 0) -> StepMetrics {
        StepMetrics(
            step: step, stage: stage, epoch: Double(step) / 100, loss: loss, learningRate: 1e-4,
            gradientNorm: 0.5, recordCount: 8, tokenCount: 4_000, uniqueTokenCount: 1_000,
            labelTokenCount: 80, durationMilliseconds: 500)
    }

    static func stage(_ stage: Int, rate: Double = 1) -> StageSummary {
        StageSummary(
            stage: stage, compressionRate: rate, achievedRate: rate, shots: 5, epochs: 1,
            learningRate: 1e-4, templateTokens: 700, inputTokensPerRecord: 812.5, stepCount: 100)
    }

    static func evaluation(
        step: Int, arm: PromptArm, model: ModelState = .tuned, loss: Double = 1
    ) -> EvaluationMetrics {
        EvaluationMetrics(
            step: step, stage: 0, arm: arm, model: model, split: "validation", recordCount: 40,
            loss: loss, exactMatch: 0.25, inputTokensPerRecord: 30, prefillMilliseconds: 4,
            warmPrefillMilliseconds: 2, decodeMilliseconds: 9)
    }

    static func prediction(
        step: Int, record: String = "r1", arm: PromptArm = .queryOnly, text: String = "=SUM(A)"
    ) -> Prediction {
        Prediction(
            step: step, recordID: record, arm: arm, model: .tuned, text: text,
            expected: "=SUM(A)", isExactMatch: text == "=SUM(A)", promptTokens: 20,
            outputTokens: 6, prefillMilliseconds: 3, warmPrefillMilliseconds: 1.5,
            decodeMilliseconds: 12)
    }

    /// A process that has ended: of this machine, with a number that no process has now.
    static func endedProcess() throws -> ProcessIdentity {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/true")
        try process.run()
        var identity = ProcessIdentity.onThisMachine(process.processIdentifier)
        process.waitUntilExit()
        if identity.processStart.isEmpty { identity.processStart = "1" }
        return identity
    }
}
