/// Why a run cannot be prepared, started or resumed.
package enum RunControlError: Error, Equatable, CustomStringConvertible {
    case vocabularyMismatch(path: String, tokenizerSize: Int, modelSize: Int)
    case promptTooLong(recordID: String, source: String, tokens: Int, limit: Int, stage: Int?)
    case promptsTooLong(TooLongPrompts)
    case noTrainingRecords(path: String)
    /// A stage without prompts is never trained on.
    case stageNotReady(stage: Int, reason: String)
    case noHeldOutRecords(path: String)
    case unknownRecord(id: String)
    case nothingToResume(runID: Int64, reason: String)
    case noRunToResume
    case noFinishedRun
    case nothingKept(runID: Int64, reason: String)
    case studyRunFailed(arm: String, runID: Int64, reason: String)
    case cannotBranch(runID: Int64, stage: Int, ends: [Int])
    case nothingFollows(stage: Int)
    case noProbes(path: String)
    case noOffTaskQueries(path: String)
    case noSharedTemplate(path: String)
    case noGap(runID: Int64)
    case nothingToMeasure(path: String)
    case runHasNoAdapter(runID: Int64)
    case busy
    case unknownLayer(layer: Int, path: String, layerCount: Int)
    case notEnoughMemory(MemoryShortage)
    case noChatTemplate(path: String)
    case chatTemplateReadsClock(path: String)
    case chatTemplateHidesMessage(role: String)
    case needsProject(compressor: String)
    case needsOptions(compressor: String)
    case recordNotFound(id: String, path: String)
    case noRetrieverCommand(path: String)
    case noJudge
    case metricOfPairs(String)
    case judgeFailed(reason: String, judged: Int, of: Int)
    case noRunWithAnswers
    case noAnswersToRate(runID: Int64, against: String)

    /// Whether it says that prompts are longer than the model's context.
    package var isAboutLength: Bool {
        switch self {
        case .promptTooLong, .promptsTooLong: true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .vocabularyMismatch(let path, let tokenizerSize, let modelSize):
            "\(path): the tokenizer knows \(tokenizerSize) tokens, but the model only "
                + "\(modelSize). Use the tokenizer.json that came with the model."
        case .promptTooLong(let recordID, let source, let tokens, let limit, let stage):
            "Record \"\(recordID)\" (\(source)) needs \(tokens) tokens with its answer"
                + (stage.map { " in stage \($0)" } ?? "")
                + ", but the model's context holds \(limit). Shorten the template, use fewer "
                + "examples, or take the record out."
        case .promptsTooLong(let prompts): prompts.text
        case .noTrainingRecords(let path):
            "\(path) has no record to train on. Add records, or point data.train to another file."
        case .stageNotReady(let stage, let reason):
            // The reason has its own place and remedy.
            "Stage \(stage) cannot be trained. \(reason)"
        case .noHeldOutRecords(let path):
            "\(path) names no validation or test records, so there is nothing to compare on. "
                + "Set data.validation or data.test."
        case .unknownRecord(let id):
            "There is no held-out record \"\(id)\". List them with: promptintern plan --records"
        case .nothingToResume(let runID, let reason):
            "Run \(runID) cannot be resumed: \(reason)."
        case .noRunToResume:
            "Nothing can be resumed: no run of this project is stopped, interrupted or failed. "
                + "Start one with: promptintern train"
        case .noFinishedRun:
            "This project has no run with answers yet. Train one with: promptintern train"
        case .nothingKept(let runID, let reason):
            "Run \(runID) cannot be judged by the answers it left: \(reason). Ask the model anew "
                + "with: promptintern compare --run \(runID)"
        case .studyRunFailed(let arm, let runID, let reason):
            "Run \(runID) of the arm \"\(arm)\" failed: \(reason) Results so far are kept; mend the "
                + "cause and start the study again."
        case .cannotBranch(let runID, let stage, let ends):
            "Run \(runID) has no whole checkpoint of the end of stage \(stage). "
                + (ends.isEmpty
                    ? "It has none of any stage's end: train it further first."
                    : "There are those of the ends of: "
                        + "\(ends.map(String.init).joined(separator: ", ")).")
        case .nothingFollows(let stage):
            "No stage of the schedule follows stage \(stage): nothing would be trained. Add a stage "
                + "(--stages, or the Schedule pane)."
        case .runHasNoAdapter(let runID):
            "Run \(runID) has not saved an adapter yet. Train it to its first checkpoint."
        case .unknownLayer(let layer, let path, let layerCount):
            "training.layers names layer \(layer), but the model \(path) has \(layerCount), counted "
                + "from 0. Correct training.layers in project.yaml."
        case .notEnoughMemory(let shortage): shortage.description
        case .busy:
            "A training is under way already. Stop it first, or wait until it ends."
        case .noChatTemplate(let path):
            "\(path) has no chat template, neither chat_template.jinja nor one in "
                + "tokenizer_config.json. Set data.chat_template to a Jinja file, or to none."
        case .chatTemplateReadsClock(let path):
            "\(path): the chat template asks for today's date (strftime_now), so that no run could "
                + "be repeated. Set data.chat_date: YYYY-MM-DD."
        case .chatTemplateHidesMessage(let role):
            "The chat template leaves out a message in the role \(role)."
        case .needsProject(let compressor):
            "The compressor \(compressor) needs a project. Name its folder in place of --text, or "
                + "use one of: "
                + TextCompression.kinds.map(\.rawValue).joined(separator: ", ") + "."
        case .needsOptions(let compressor):
            "The compressor \(compressor) needs options that only project.yaml can give. Set "
                + "compressor.kind there, with its options."
        case .recordNotFound(let id, let path):
            "The project has no record \"\(id)\". \(path). Name a record of its data files by its "
                + "\"id\", or as FILE:LINE (without .jsonl) where it has none."
        case .noRetrieverCommand(let path):
            "The retriever is a command, but none is named. \(path). Set retriever.kind to command "
                + "and retriever.command to a list of program and arguments."
        case .noJudge:
            "evaluation.metric is judge, but evaluation.judge is not set. Give its endpoint and "
                + "model in project.yaml."
        case .metricOfPairs(let metric):
            "evaluation.metric is \(metric), which judges pairs of answers: one arm has no figure "
                + "of its own. Use promptintern compare, or set another metric."
        case .judgeFailed(let reason, let judged, let count):
            "\(reason)\nThe judge has judged \(judged) of \(count) pairs; its verdicts are kept. The "
                + "same command asks about the rest."
        case .noRunWithAnswers:
            "No run of this project has kept answers. A training keeps them at its end: start one "
                + "with promptintern train."
        case .noAnswersToRate(let runID, let against):
            "Run \(runID) has no records that both the tuned model answered from the query alone and "
                + "the \(against) model with the full prompt. Train it to its end, with "
                + "data.validation or data.test set."
        case .noProbes(let path):
            "The project names no rules to try. \(path). Set evaluation.probes to a JSONL file."
        case .noOffTaskQueries(let path):
            "The project names no queries off the task. \(path). Set evaluation.off_task to a JSONL "
                + "file."
        case .noSharedTemplate(let path):
            "There is no template whose sections could be measured: the held-out records share "
                + "none. \(path). Set data.template, or leave out --coverage."
        case .noGap(let runID):
            "Run \(runID) has no losses of the query alone and of the full prompt on validation "
                + "records. Set data.validation and train again, or leave out --gap."
        case .nothingToMeasure(let path):
            "There is nothing to measure yet. \(path). Train a run first (promptintern train), and "
                + "set evaluation.probes and evaluation.off_task."
        }
    }
}
