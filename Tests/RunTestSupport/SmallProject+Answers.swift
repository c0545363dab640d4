import Foundation
import RunEvents
import RunStore

extension SmallProject {
    /// A finished run in the history whose answers a test makes up, as if it had been trained.
    ///
    /// - Parameters:
    ///   - store: the history.
    ///   - scheduleJSON: of the run's row.
    ///   - steps: what its steps took.
    ///   - queryOnly: the tuned model's answer to a test record by its index.
    ///   - full: the base's answer with the full prompt.
    /// - Returns: the run's number.
    /// - Throws: `RunStoreError`.
    package func storeAnswers(
        _ store: RunStore, scheduleJSON: String = "[]",
        steps: [(tokens: Int, milliseconds: Double)] = [], queryOnly: (Int) -> String,
        full: (Int) -> String
    ) throws -> Int64 {
        let run = try store.createRun(
            NewRun(
                name: "made up", projectFolder: url.path, projectName: "small", configJSON: "{}",
                scheduleJSON: scheduleJSON, seed: 1, dataHashesJSON: "{}", toolVersion: "0",
                baseModelPath: "model", baseModelHash: "0", parentRunID: nil,
                plannedStepCount: 10))
        let recorder = RunRecorder(store: store, runID: run.id)
        func answer(_ index: Int, _ arm: PromptArm, _ model: ModelState, _ text: String) {
            recorder.record(
                .prediction(
                    Prediction(
                        step: model == .base ? 0 : 10, recordID: test[index].id, arm: arm,
                        model: model, text: text, expected: test[index].output,
                        isExactMatch: text == test[index].output,
                        promptTokens: arm == .queryOnly ? 20 : 300, outputTokens: 15,
                        prefillMilliseconds: 30, decodeMilliseconds: 150)))
        }
        for (index, step) in steps.enumerated() {
            recorder.record(
                .step(
                    StepMetrics(
                        step: index + 1, stage: 0, epoch: 1, loss: 1, learningRate: 1e-4,
                        gradientNorm: 1, recordCount: 8, tokenCount: step.tokens,
                        uniqueTokenCount: step.tokens, labelTokenCount: 8,
                        durationMilliseconds: step.milliseconds)))
        }
        for index in test.indices {
            answer(index, .fullPrompt, .base, full(index))
            answer(index, .queryOnly, .base, "")
            answer(index, .fullPrompt, .tuned, full(index))
            answer(index, .queryOnly, .tuned, queryOnly(index))
        }
        try recorder.close(status: .finished)
        return run.id
    }
}
