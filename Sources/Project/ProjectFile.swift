import Foundation
import Prompts

/// What `project.yaml` says: everything that a user sets for a project.
///
/// The values given here are the defaults, and nowhere else.
package struct ProjectFile: Sendable, Equatable {
    /// The file's name inside the project's folder.
    package static let fileName = "project.yaml"

    /// Where the file has none, the folder's name.
    package var name = "untitled"
    package var model = Model()
    package var data = DataFiles()
    package var schedule = ScheduleChoice()
    package var compressor = CompressorChoice.rules
    package var retriever = Retriever()
    package var training = Training()
    package var evaluation = Evaluation()
    /// Path of the history; nil is the one in the project's folder.
    package var history: String?

    package init() {}
}

extension ProjectFile {
    /// The base model.
    package struct Model: Sendable, Equatable {
        /// Hugging Face folder, absolute or relative to the project's.
        package var path = "model"

        package init() {}
    }

    /// Records and how prompts are made of them.
    package struct DataFiles: Sendable, Equatable {
        /// JSONL files, absolute or relative to the project's folder.
        package var train = "data/train.jsonl"
        /// Of these files, training and examples take the first so many; 0 is all.
        package var trainRecords = 0
        package var validation: String?
        package var test: String?
        /// The instructions that all records share; nil where each record has its own.
        package var template: TemplateSource?
        /// A JSON file that lists the prompt's parts, absolute or relative to the project's folder.
        ///
        /// It stands for template, pinned texts and format, all but the format of the output.
        package var layout: String?
        package var format = Format()
        /// Texts that no stage cuts: safety rules, dates, routing tags.
        package var pinned: [String] = []
        package var chatTemplate = ChatTemplateChoice.none
        /// `YYYY-MM-DD`, what a chat template is told when it asks for today's date.
        package var chatDate: String?

        package init() {}
    }

    /// What puts prompts into the shape of a chat.
    package enum ChatTemplateChoice: Sendable, Equatable {
        /// Prompts are plain text.
        case none
        /// The template in the model's folder.
        case model
        /// A Jinja file, absolute or relative to the project's folder.
        case file(String)
    }

    /// Where the shared template stands.
    package enum TemplateSource: Sendable, Equatable {
        /// A text file, absolute or relative to the project's folder.
        case file(String)
        case text(String)
    }

    /// How the parts of a prompt are put together.
    package struct Format: Sendable, Equatable {
        /// The query block, the same in every stage and in production; holds `{query}`.
        package var query = "Question: {query}\nAnswer:"
        /// What the model learns to write after the query block; holds `{output}`.
        package var output = " {output}"
        /// One example; holds `{input}` and `{output}`.
        package var example = "Question: {input}\nAnswer: {output}"
        /// Between template, examples and query.
        package var separator = "\n\n"
        /// Between one example and the next.
        package var exampleSeparator = "\n\n"

        package init() {}
    }

    /// A shape with its measures, or a list of stages.
    package struct ScheduleChoice: Sendable, Equatable {
        package var shape = ScheduleShape.linear
        package var stageCount = 4
        /// Examples in the first stage.
        package var shots = 5
        /// Over all stages.
        package var epochs = 4
        /// Of the epochs, what the last stage takes; nil splits them evenly.
        package var lastShare: Double?
        /// Of the exponential shapes.
        package var curvature = 3.0
        /// How the examples fall; as the template where nil.
        package var shotsShape: ScheduleShape?
        /// A stage ends once its validation loss is at most that of the stage before plus this.
        ///
        /// In nats; nil trains all epochs. The shape adaptive has one always.
        package var margin: Double?
        /// Epochs before which no stage ends.
        package var leastEpochs = 1
        /// Where set, these stages and nothing of the above.
        package var stages: [StageSetting]?

        package init() {}

        /// The stages it comes to.
        package var schedule: Schedule {
            if let stages { return Schedule(stages: stages) }
            return .make(
                shape: shape, stageCount: stageCount, shots: shots, epochs: epochs,
                curvature: curvature, shotsShape: shotsShape, lastShare: lastShare)
        }

        /// The margin, which the shape adaptive has even where none is set.
        package var effectiveMargin: Double? {
            margin ?? (stages == nil && shape == .adaptive ? Self.adaptiveMargin : nil)
        }

        /// Nats.
        package static let adaptiveMargin = 0.05
    }

    /// What picks a record's examples.
    package struct Retriever: Sendable, Equatable {
        /// The measures of likeness there are.
        package enum Kind: String, Sendable, CaseIterable { case bleu, bm25, cosine, command }

        /// What turns texts into vectors.
        package enum Embedder: Sendable, Equatable {
            /// The project's own model.
            case model
            /// Folder of a sentence encoder, absolute or relative to the project's.
            case encoder(String)
        }

        /// How many training records examples are picked from.
        package enum Bank: Sendable, Equatable {
            /// Of all training records, above 0 and up to 1.
            case share(Double)
            /// At least 2.
            case count(Int)
        }

        package var kind = Kind.bleu
        /// What training records are compared by; nil is what is usual for the kind.
        package var on: ComparedText?
        /// Of cosine.
        package var embedder = Embedder.model
        /// Of command: program and arguments.
        package var command: [String] = []
        /// How long the command may take for all records together.
        package var timeoutSeconds = 600.0
        package var bank = Bank.share(1)
        /// Whether a record with the same answer may serve as an example.
        package var allowSameOutput = false

        package init() {}

        /// The paper compares outputs by BLEU; the others are made for what users write.
        package var comparedText: ComparedText { on ?? (kind == .bleu ? .output : .query) }
    }

    /// LoRA and the optimizer.
    package struct Training: Sendable, Equatable {
        /// How the learning rate goes on after the warm-up.
        package enum LearningRateSchedule: String, Sendable, CaseIterable {
            case cosine, linear, constant
        }

        /// The projections that LoRA can adapt, as Hugging Face names them.
        package enum TargetModule: String, Sendable, CaseIterable {
            case query = "q_proj"
            case key = "k_proj"
            case value = "v_proj"
            case output = "o_proj"
            case gate = "gate_proj"
            case up = "up_proj"
            case down = "down_proj"
        }

        /// What products are computed in.
        package enum Precision: String, Sendable, CaseIterable {
            /// The fastest that the processor has.
            case auto
            case float32, bfloat16
        }

        /// How the frozen base is held in memory.
        package enum Base: String, Sendable, CaseIterable {
            /// In the precision of the products.
            case native
            case int8, int4
        }

        /// Which adapter a run ends with.
        package enum Kept: String, Sendable, CaseIterable {
            /// That of the last step.
            case last
            /// That of the last stage's best look at the validation records.
            case best
        }

        /// What tells the best.
        package enum BestMetric: String, Sendable, CaseIterable {
            case loss
            case exactMatch = "exact_match"
            /// The project's own, `evaluation.metric`.
            case metric
        }

        /// Learning from the base with the full prompt in view.
        package struct Distillation: Sendable, Equatable {
            /// λ: 0 learns from the labels alone, 1 from the teacher alone.
            package var weight = 0.0
            package var temperature = 1.0
            /// Tokens a label that the teacher is known by.
            package var top = 16

            package init() {}
        }

        /// Learning to write the template from the query.
        package struct PromptGeneration: Sendable, Equatable {
            /// What it counts beside the answers; 0 leaves it out.
            package var weight = 0.0
            /// What stands between the query and the template.
            package var request = "\n\nInstructions:\n"

            package init() {}
        }

        package var rank = 16
        package var alpha = 32.0
        package var targetModules = TargetModule.allCases
        /// Numbers of the layers that are adapted, ascending; nil for all.
        package var layers: [Int]?
        /// Share of a projection's inputs that training leaves out of the low-rank pair.
        package var loraDropout = 0.0
        /// Whether the scale is alpha / √rank instead of alpha / rank.
        package var rslora = false
        package var precision = Precision.auto
        package var base = Base.native
        /// Gigabytes of activations that a step may keep; nil leaves it to the engine.
        package var activationMemoryGB: Double?
        package var learningRate = 2e-4
        package var learningRateSchedule = LearningRateSchedule.cosine
        /// Whether the schedule runs anew in each stage instead of once over all.
        package var learningRateRestarts = true
        package var warmupSteps = 10
        package var distillation = Distillation()
        package var promptGeneration = PromptGeneration()
        /// Records in one pass through the model.
        package var batchSize = 8
        /// Passes in one step.
        package var gradientAccumulation = 1
        package var weightDecay = 0.01
        /// Greatest global norm of the gradient; 0 is no limit.
        package var clipNorm = 1.0
        package var seed = 1
        /// Steps from one evaluation to the next; 0 evaluates only at the ends of stages.
        package var evaluateEvery = 50
        /// Validation records in these evaluations; 0 is all.
        package var validationRecords = 100
        /// Whether the optimizer's state goes on from stage to stage.
        package var carryOptimizer = true
        /// Evaluations without a better loss after which a stage ends; 0 never ends one early.
        package var patience = 0
        package var keep = Kept.last
        package var bestBy = BestMetric.loss

        package init() {}
    }

    /// Generated answers.
    package struct Evaluation: Sendable, Equatable {
        /// What tells a right answer from a wrong one.
        package enum Metric: String, Sendable, CaseIterable {
            case exactMatch = "exact_match"
            /// Of the whole corpus, as sacrebleu computes it.
            case bleu
            /// By running the tests in a record's meta.
            case passAtOne = "pass@1"
            /// By a program of the user's.
            case command
            /// Pair by pair: a model says which way to ask gave the better answer.
            case judge
            /// Pair by pair: a person said so, with `promptintern rate`.
            case rating
        }

        /// How BLEU splits texts into words.
        package enum BLEUTokenizer: String, Sendable, CaseIterable {
            case v13a = "13a"
            case intl, char, none, zh
        }

        package var metric = Metric.exactMatch
        package var bleuTokenizer = BLEUTokenizer.v13a
        /// What a shell runs for the metric command; nil with every other.
        package var command: String?
        /// What the metric judge asks; may stand ready beside another metric.
        package var judge: Judge?
        /// How much worse the query alone may be than the full prompt, as a share.
        package var margin = 0.02
        package var maxNewTokens = 128
        /// Held-out records that are answered; 0 is all.
        package var records = 100
        /// Texts at which an answer ends.
        package var stop = ["\n"]
        /// Rules to be tried: a JSONL file, absolute or relative to the project's folder.
        package var probes: String?
        /// Queries off the task: a JSONL file, absolute or relative to the project's folder.
        package var offTask: String?

        package init() {}
    }
}
