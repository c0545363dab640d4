import Prompts

extension ProjectFile {
    /// The file as `promptintern init` writes it: every setting with its value and a comment.
    ///
    /// Read back it gives the same project.
    package func commentedTemplate() -> String {
        let sections = [
            headText, dataText, scheduleText, methodText, trainingText, evaluationText,
        ]
        return sections.joined(separator: "\n") + "\n"
    }

    private var headText: String {
        """
        # A PromptIntern project. Paths are relative to this folder unless they begin with / or ~/.
        name: \(text(name))

        # Where runs are recorded; .promptintern/history.sqlite unless set here, by the environment
        # variable PROMPTINTERN_HISTORY, or by --history.
        \(optional("history", history))

        model:
          # Folder of a Hugging Face model: config.json, *.safetensors, tokenizer.json.
          path: \(text(model.path))

        """
    }

    private var dataText: String {
        """
        data:
          # One JSON object a line: {"query": ..., "output": ...}, with "template", "examples" and
          # "id" where records have their own.
          train: \(text(data.train))
          # How many of them are taken, from the first (0: all): what would fewer have been worth?
          train_records: \(data.trainRecords)
          \(optional("validation", data.validation, example: "data/validation.jsonl"))
          \(optional("test", data.test, example: "data/test.jsonl"))
        \(data.layout.map(layoutText) ?? formatText)
        \(chatText)

        """
    }

    private var chatText: String {
        let choice =
            switch data.chatTemplate {
            case .none: "none"
            case .model: "model"
            case .file(let path): text(path)
            }
        return """
              # The chat template that prompts are put into: none, model (the one in the model's
              # folder), or a Jinja file. Parts without a role are the user's, and the answer
              # follows without the white space around format.output.
              chat_template: \(choice)
              # The date that a template is told which asks for today's: the same in every run.
              \(optional("chat_date", data.chatDate, example: "2026-01-31"))
            """
    }

    private func layoutText(_ path: String) -> String {
        """
          # Lists the prompt's parts with their roles: template, examples, query. It stands for the
          # settings template, pinned and format (query, example, separators) of a plain prompt.
          layout: \(text(path))
          format:
            # What the model learns to write after the prompt.
            output: \(text(data.format.output))
        """
    }

    private var formatText: String {
        """
          # The instructions that all records share: a text file, or the text itself after "|".
          \(templateText)
          # Texts that no stage cuts: safety rules, dates, routing tags.
          pinned: \(list(data.pinned))
          format:
            # The query block: the same in every stage and in production.
            query: \(text(data.format.query))
            # What the model learns to write after it.
            output: \(text(data.format.output))
            example: \(text(data.format.example))
            # Between template, examples and query; and between two examples.
            separator: \(text(data.format.separator))
            example_separator: \(text(data.format.exampleSeparator))
          # For prompts of more parts, such as chats: a file that lists them, in place of template,
          # pinned and format; "promptintern import" writes one.
          # layout: layout.json
        """
    }

    private var templateText: String {
        switch data.template {
        case nil: "# template: prompts/template.txt"
        case .file(let path): "template:\n    file: \(text(path))"
        case .text(let content): "template:\n    text: \(text(content))"
        }
    }

    private var scheduleText: String {
        guard let stages = schedule.stages else {
            return """
                schedule:
                  # How the prompt shrinks: linear, exponential (fast first), inverse-exponential
                  # (late), or adaptive: linear, each stage as short as its margin lets it be.
                  shape: \(schedule.shape.rawValue)
                  # Number of stages; or a list such as
                  #   - {tau: 1.0, shots: 5, epochs: 1}
                  # where tau is the share of the template that is kept.
                  stages: \(schedule.stageCount)
                  # Examples in the first stage, and epochs over all stages.
                  shots: \(schedule.shots)
                  epochs: \(schedule.epochs)
                  # The last stage's share of the epochs, where they are not split evenly. The query
                  # alone is learned there, which needs a learning rate that is not yet gone.
                  \(optional("last_share", schedule.lastShare.map { "\($0)" }, "0.5"))
                  # How strongly the exponential shapes bend.
                  curvature: \(schedule.curvature)
                  # How the examples fall, where that is not as the template does.
                  \(optional("shots_shape", schedule.shotsShape?.rawValue, example: "exponential"))
                \(advanceText)

                """
        }
        return """
            schedule:
              # tau: share of the template that is kept; shots: examples a prompt.
            \(Self.stageLines(stages, indent: 2))
            \(advanceText)

            """
    }

    private var advanceText: String {
        """
          # A stage ends before its epochs are over once its validation loss is at most that of the
          # stage before plus the margin, in nats, but not before so many epochs.
          \(optional("margin", schedule.margin.map { "\($0)" }, "0.05"))
          least_epochs: \(schedule.leastEpochs)
        """
    }

    /// The key `stages` with a line a stage.
    static func stageLines(_ stages: [StageSetting], indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let lines = stages.map { stage in
            let more = [
                stage.learningRate.map { "learning_rate: \($0)" },
                stage.warmupSteps.map { "warmup_steps: \($0)" },
            ].compactMap { $0 }
            let settings =
                [
                    "tau: \(stage.compressionRate)", "shots: \(stage.shots)",
                    "epochs: \(stage.epochs)",
                ] + more
            return "\(space)  - {\(settings.joined(separator: ", "))}"
        }
        return ([space + "stages:"] + lines).joined(separator: "\n")
    }

    private var methodText: String {
        let bank =
            switch retriever.bank {
            case .share(let share): "\(share)"
            case .count(let count): "\(count)"
            }
        return """
            \(compressor.commentedText)

            retriever:
              # What picks a record's examples: bleu (the paper's likeness of answers), bm25 (rare
              # words in common), cosine (vectors in common), or command (a program of yours).
              kind: \(retriever.kind.rawValue)
            \(indented(likenessLines))
              # Share of the training records to pick from (up to 1.0), or their number (2 or more).
              bank: \(bank)
              # Whether a record with the same answer may be an example: it gives the answer away.
              allow_same_output: \(retriever.allowSameOutput)

            """
    }

    /// The settings of the retriever's kind; those of the others as comments.
    private var likenessLines: [String] {
        let embedder =
            switch retriever.embedder {
            case .model: "model"
            case .encoder(let path): text(path)
            }
        let isCommand = retriever.kind == .command
        return [
            "# What is compared: output, or query (usual but for bleu). Held-out records are always",
            "# compared by their query.",
            optional("on", retriever.on?.rawValue, "query"),
            "# What turns texts into vectors for cosine: model (the project's own).",
            optional("embedder", retriever.kind == .cosine ? embedder : nil, "model"),
            "# The program with its arguments, which runs in this folder, and how long it may take.",
            optional("command", isCommand ? list(retriever.command) : nil, "[python3, rank.py]"),
            optional(
                "timeout_seconds", isCommand ? "\(retriever.timeoutSeconds)" : nil,
                "\(retriever.timeoutSeconds)"),
        ]
    }

    private func indented(_ lines: [String]) -> String {
        lines.map { "  " + $0 }.joined(separator: "\n")
    }

    private var trainingText: String {
        """
        training:
          # LoRA: its rank, its scale (alpha / rank, or alpha / √rank with rslora), and the
          # projections it adapts.
          rank: \(training.rank)
          alpha: \(training.alpha)
          rslora: \(training.rslora)
          target_modules: \(list(training.targetModules.map(\.rawValue)))
          # Layers it adapts, counted from 0; all unless listed.
          \(optional("layers", training.layers.map { "\($0)" }, "[0, 1, 2]"))
          # Share of its inputs that each step leaves out, against overfitting (0: none).
          lora_dropout: \(training.loraDropout)
          # What is computed in: auto (the fastest of this machine), float32 or bfloat16; and how
          # the frozen base is held: native (in that), int8 or int4, which take less memory.
          precision: \(training.precision.rawValue)
          base: \(training.base.rawValue)
          # Gigabytes of activations that a step may keep; beyond, layers are computed again.
          \(optional("activation_memory_gb", training.activationMemoryGB.map { "\($0)" }, "2.7"))
          learning_rate: \(training.learningRate)
          # cosine, linear or constant, after so many steps of warm-up.
          learning_rate_schedule: \(training.learningRateSchedule.rawValue)
          # Anew in each stage, or once over the whole run, which leaves little for the last stage.
          learning_rate_restarts: \(training.learningRateRestarts)
          warmup_steps: \(training.warmupSteps)
          # Records a pass, and passes a step.
          batch_size: \(training.batchSize)
          gradient_accumulation: \(training.gradientAccumulation)
          weight_decay: \(training.weightDecay)
          # Greatest norm of the gradient; 0 is no limit.
          clip_norm: \(training.clipNorm)
          seed: \(training.seed)
          # Steps from one evaluation to the next (0: only at the ends of stages), and how many
          # validation records it takes (0: all).
          evaluate_every: \(training.evaluateEvery)
          validation_records: \(training.validationRecords)
          # Whether the optimizer's state goes on from stage to stage.
          carry_optimizer: \(training.carryOptimizer)
          # Also learn from the base with the full prompt in view: what that counts beside the
          # labels (0: nothing, 1: all), how soft both are, and tokens a label that are kept of it.
          distillation:
            weight: \(training.distillation.weight)
            temperature: \(training.distillation.temperature)
            top: \(training.distillation.top)
          # Also learn to write the template from the query: what that counts beside the answers (0:
          # nothing), and what stands between the two.
          prompt_generation:
            weight: \(training.promptGeneration.weight)
            request: \(text(training.promptGeneration.request))
          # Evaluations without a better loss after which a stage ends (0: none ends early).
          patience: \(training.patience)
          # The adapter that a run ends with: last, or best, which is that of the last stage's
          # evaluation with the best loss, exact_match or metric of query-only answers.
          keep: \(training.keep.rawValue)
          best_by: \(training.bestBy.rawValue)

        """
    }

    private var evaluationText: String {
        """
        evaluation:
          # What tells a right answer: exact_match, bleu (of the whole corpus, as sacrebleu does it,
          # its words split as 13a, intl, char, none or zh), pass@1 (runs the tests in meta.asserts
          # in a sandbox) or command (a program that reads a JSON line for each answer and prints a
          # number for it). Where nothing tells right from wrong, judge (a model says which of two
          # answers is better) or rating (you say so, with "promptintern rate").
          metric: \(evaluation.metric.rawValue)
          bleu_tokenizer: \(evaluation.bleuTokenizer.rawValue)
          \(optional("command", evaluation.command, example: "python3 judge.py"))
          # The model of the metric judge, and the environment variable that holds its key.
        \(indented(evaluation.judge?.commentedLines ?? ProjectFile.Evaluation.Judge.exampleLines))
          # How much worse the query alone may be than the full prompt, as a share.
          margin: \(evaluation.margin)
          # Longest answer, in tokens.
          max_new_tokens: \(evaluation.maxNewTokens)
          # Held-out records that are answered (0: all).
          records: \(evaluation.records)
          # Texts at which an answer ends.
          stop: \(list(evaluation.stop))
          # For "promptintern measure": rules that answers must keep, a line of JSON each with name,
          # query and contains, not_contains, matches, equals or command; and queries off the task,
          # with query and, where losses are to be compared, output.
          \(optional("probes", evaluation.probes, example: "probes.jsonl"))
          \(optional("off_task", evaluation.offTask, example: "off_task.jsonl"))
        """
    }

    private func text(_ value: String) -> String { YAMLScalar.text(value).yaml }

    private func list(_ values: [String]) -> String {
        "[\(values.map(text).joined(separator: ", "))]"
    }

    /// The key with its text, or as a comment where there is none.
    private func optional(
        _ key: String, _ value: String?, example: String = ".promptintern/history.sqlite"
    ) -> String {
        optional(key, value.map(text), example)
    }

    /// The key with a value that is YAML already, or as a comment where there is none.
    private func optional(_ key: String, _ yaml: String?, _ example: String) -> String {
        yaml.map { "\(key): \($0)" } ?? "# \(key): \(example)"
    }
}
