import JSONText
import RunEvents

/// Training events as JSON, one object an event.
enum EventJSON {
    static func value(_ event: TrainingEvent) -> JSONValue {
        switch event {
        case .stageStarted(let stage): merged("stage_started", self.stage(stage))
        case .step(let step): merged("step", self.step(step))
        case .evaluation(let metrics): merged("evaluation", evaluation(metrics))
        case .prediction(let prediction): merged("prediction", self.prediction(prediction))
        case .checkpoint(let checkpoint): merged("checkpoint", self.checkpoint(checkpoint))
        case .log(let level, let text):
            ["event": "log", "level": .string(level.rawValue), "text": .string(text)]
        }
    }

    static func stage(_ stage: StageSummary) -> JSONValue {
        [
            "stage": .integer(stage.stage), "tau": .number(stage.compressionRate),
            "achieved_tau": .number(stage.achievedRate), "shots": .integer(stage.shots),
            "epochs": .integer(stage.epochs), "learning_rate": .number(stage.learningRate),
            "template_tokens": .integer(stage.templateTokens),
            "input_tokens_per_record": .number(stage.inputTokensPerRecord),
            "steps": .integer(stage.stepCount),
        ]
    }

    static func step(_ step: StepMetrics) -> JSONValue {
        [
            "step": .integer(step.step), "stage": .integer(step.stage),
            "epoch": .number(step.epoch), "loss": .number(step.loss),
            "learning_rate": .number(step.learningRate),
            "gradient_norm": .number(step.gradientNorm), "records": .integer(step.recordCount),
            "tokens": .integer(step.tokenCount), "unique_tokens": .integer(step.uniqueTokenCount),
            "label_tokens": .integer(step.labelTokenCount),
            "milliseconds": .number(step.durationMilliseconds),
            "distillation_loss": .optional(step.distillationLoss),
            "prompt_loss": .optional(step.promptLoss),
        ]
    }

    static func evaluation(_ metrics: EvaluationMetrics) -> JSONValue {
        [
            "step": .integer(metrics.step), "stage": .integer(metrics.stage),
            "arm": .string(metrics.arm.rawValue), "model": .string(metrics.model.rawValue),
            "split": .string(metrics.split), "records": .integer(metrics.recordCount),
            "loss": .number(metrics.loss), "exact_match": .optional(metrics.exactMatch),
            "metric": .optional(metrics.score?.metric.rawValue),
            "score": .optional(metrics.score?.value),
            "input_tokens_per_record": .number(metrics.inputTokensPerRecord),
            "prefill_milliseconds": .optional(metrics.prefillMilliseconds),
            "warm_prefill_milliseconds": .optional(metrics.warmPrefillMilliseconds),
            "decode_milliseconds": .optional(metrics.decodeMilliseconds),
        ]
    }

    static func latencyGain(_ gain: LatencyGain) -> JSONValue {
        [
            "first_token": .number(gain.firstToken),
            "first_token_warm": .optional(gain.warmFirstToken),
            "answer": .number(gain.answer), "answer_warm": .optional(gain.warmAnswer),
        ]
    }

    static func prediction(_ prediction: Prediction) -> JSONValue {
        [
            "step": .integer(prediction.step), "record": .string(prediction.recordID),
            "arm": .string(prediction.arm.rawValue),
            "model": .string(prediction.model.rawValue), "text": .string(prediction.text),
            "expected": .string(prediction.expected),
            "exact_match": .bool(prediction.isExactMatch),
            "score": .optional(prediction.score?.value),
            "prompt_tokens": .integer(prediction.promptTokens),
            "output_tokens": .integer(prediction.outputTokens),
            "prefill_milliseconds": .number(prediction.prefillMilliseconds),
            "warm_prefill_milliseconds": .optional(prediction.warmPrefillMilliseconds),
            "decode_milliseconds": .number(prediction.decodeMilliseconds),
        ]
    }

    static func checkpoint(_ checkpoint: CheckpointSummary) -> JSONValue {
        [
            "step": .integer(checkpoint.step), "stage": .integer(checkpoint.stage),
            "path": .string(checkpoint.path), "bytes": .integer(checkpoint.byteCount),
        ]
    }

    private static func merged(_ name: String, _ value: JSONValue) -> JSONValue {
        .object(
            JSONObject(
                [.init(key: "event", value: .string(name))] + (value.objectValue?.members ?? [])))
    }
}
