import Foundation
import Prompts
import TestSupport
import Testing

@testable import Project

@Suite struct ProjectFileTests {
    private func problems(_ text: String, in folder: URL? = nil) -> [String] {
        do throws(ProjectError) {
            _ = try ProjectFile.parse(text, checkingFilesIn: folder)
            return []
        } catch {
            guard case .invalid(let problems) = error else { return ["\(error)"] }
            return problems.map(\.description)
        }
    }

    @Test func anEmptyFileMeansTheDefaults() throws {
        #expect(try ProjectFile.parse("") == ProjectFile())
        #expect(try ProjectFile.parse("# nothing\ntraining:\n  # nothing\n") == ProjectFile())
    }

    @Test func filesOfMeasuresMustBeThere() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("t.jsonl", "")
        _ = try folder.write("off.jsonl", "")
        let text = """
            model:
              path: .
            data:
              train: t.jsonl
            evaluation:
              probes: rules.jsonl
              off_task: off.jsonl
              of_task: x
            """
        #expect(
            problems(text, in: folder.url) == [
                "project.yaml:6:11: evaluation.probes names \"rules.jsonl\", which does not exist. "
                    + "Put it at \(folder.url.path)/rules.jsonl, or correct the path.",
                "project.yaml:8:3: evaluation.of_task is not a setting. Did you mean \"off_task\"?",
            ])
        let sound = text.replacing("\n  of_task: x", with: "")
        let evaluation = try ProjectFile.parse(sound).evaluation
        #expect(evaluation.probes == "rules.jsonl" && evaluation.offTask == "off.jsonl")
        #expect(ProjectFile().evaluation.probes == nil && ProjectFile().evaluation.offTask == nil)
    }

    @Test func theTemplateLoadsBackToTheDefaults() throws {
        #expect(try ProjectFile.parse(ProjectFile().commentedTemplate()) == ProjectFile())
    }

    @Test func everySettingSurvivesTheTemplate() throws {
        var project = ProjectFile()
        project.name = "yes: \"no\" # \u{1F600}\u{85}\t"
        project.model.path = "/models/a b"
        project.data.train = "t.jsonl"
        project.data.validation = "v.jsonl"
        project.data.test = "w.jsonl"
        project.data.trainRecords = 12
        project.data.template = .text("Line one\nline two: {x}\n\n# no comment\n")
        project.data.pinned = ["Today is: 3.", "a\nb"]
        project.data.format.query = "<q>{query}</q>\n"
        project.data.format.output = "{output}"
        project.data.format.example = "{input} -> {output}"
        project.data.format.separator = "\n---\n"
        project.data.format.exampleSeparator = ""
        project.schedule.stages = [
            StageSetting(compressionRate: 1, shots: 10, epochs: 2),
            StageSetting(
                compressionRate: 0.3, shots: 0, epochs: 1, learningRate: 0.001, warmupSteps: 7),
        ]
        project.schedule.margin = 0.125
        project.schedule.leastEpochs = 3
        project.training.distillation.weight = 0.75
        project.training.distillation.temperature = 2
        project.training.distillation.top = 32
        project.training.promptGeneration.weight = 0.1
        project.training.promptGeneration.request = "\nWrite: "
        project.training.learningRateRestarts = false
        project.evaluation.probes = "rules/probes.jsonl"
        project.evaluation.offTask = "other: things.jsonl"
        project.evaluation.metric = .command
        project.evaluation.command = "python3 judge.py --strict"
        project.evaluation.bleuTokenizer = .intl
        var judge = ProjectFile.Evaluation.Judge(endpoint: "https://x/v1", model: "m: 1")
        judge.keyVariable = "KEY"
        judge.instructions = "Short.\nPolite: yes."
        judge.attempts = 2
        judge.timeoutSeconds = 7
        project.evaluation.judge = judge
        project.evaluation.margin = 0.05
        project.training.patience = 4
        project.training.keep = .best
        project.training.bestBy = .exactMatch
        project.retriever.bank = .count(50)
        project.retriever.allowSameOutput = true
        project.training.rank = 4
        project.training.alpha = 8.5
        project.training.targetModules = [.query, .value]
        project.training.layers = [0, 3, 11]
        project.training.loraDropout = 0.05
        project.training.rslora = true
        project.training.precision = .bfloat16
        project.training.base = .int4
        project.training.activationMemoryGB = 0.5
        project.training.learningRate = 1e-5
        project.training.learningRateSchedule = .constant
        project.training.carryOptimizer = false
        project.training.seed = 12345
        project.evaluation.stop = ["\n", "</s>", "null"]
        project.data.chatTemplate = .file("chat: a.jinja")
        project.data.chatDate = "2024-02-29"
        project.history = "~/history.sqlite"
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
        project.data.template = .file("prompts/template.txt")
        project.schedule.stages = nil
        project.schedule.shape = .inverseExponential
        project.schedule.lastShare = 0.25
        project.retriever.bank = .share(0.5)
        project.data.chatTemplate = .model
        project.data.chatDate = nil
        #expect(try ProjectFile.parse(project.commentedTemplate()) == project)
    }

    @Test func aTemplateIsAFileOrAText() throws {
        func template(_ text: String) throws -> ProjectFile.TemplateSource? {
            try ProjectFile.parse("data:\n  template: " + text).data.template
        }
        #expect(try template("a.txt\n") == .file("a.txt"))
        #expect(try template("|\n    You are kind.\n") == .text("You are kind.\n"))
        #expect(try template("\"a\\nb\"\n") == .text("a\nb"))
        #expect(try template("{text: short}\n") == .text("short"))
        #expect(try template("{file: a.txt}\n") == .file("a.txt"))
        #expect(
            problems("data:\n  template: {text: a, file: b}\n") == [
                "project.yaml:2:3: data.template has file and text. Give one of the two."
            ])
    }

    @Test(arguments: [
        ("", ProjectFile.ChatTemplateChoice.none), ("none", .none), ("model", .model),
        ("chat.jinja", .file("chat.jinja")), ("./none", .file("./none")),
    ])
    func aChatTemplateIsNoneTheModelsOrAFile(
        text: String, choice: ProjectFile.ChatTemplateChoice
    ) throws {
        let project = try ProjectFile.parse("data:\n  chat_template: \(text)\n")
        #expect(project.data.chatTemplate == choice)
    }

    @Test func mistakesOfTheChatTemplateAreReportedWithTheOthers() throws {
        #expect(
            problems("data:\n  chat_template: [a]\n  chat_date: 2025-02-29\n  chat_datum: x\n")
                == [
                    "project.yaml:2:18: data.chat_template is a list, not a text. Write the text on "
                        + "the key's line.",
                    "project.yaml:3:14: data.chat_date is \"2025-02-29\", not a date. Write it as "
                        + "YYYY-MM-DD.",
                    "project.yaml:4:3: data.chat_datum is not a setting. Did you mean "
                        + "\"chat_date\"?",
                ])
        let folder = try TemporaryFolder()
        #expect(
            problems("data:\n  chat_template: chat.jinja\n", in: folder.url).contains {
                $0.hasPrefix("project.yaml:2:18: data.chat_template names \"chat.jinja\", which ")
            })
    }

    @Test func aListOfStagesIsTheSchedule() throws {
        let project = try ProjectFile.parse(
            """
            schedule:
              stages:
                - {tau: 1.0, shots: 10, epochs: 2}
                - {tau: 0.3, shots: 5, epochs: 1}
                - tau: 0
                  shots: 0
                  epochs: 1
            """)
        #expect(project.schedule.schedule.stages.map(\.compressionRate) == [1, 0.3, 0])
        #expect(project.schedule.schedule.stages.map(\.shots) == [10, 5, 0])
    }

    @Test func aShapeGivesItsStages() throws {
        let project = try ProjectFile.parse(
            "schedule: {shape: linear, stages: 3, shots: 4, epochs: 6}")
        #expect(
            project.schedule.schedule
                == .make(shape: .linear, stageCount: 3, shots: 4, epochs: 6))
    }

    @Test(arguments: [
        ("1", ProjectFile.Retriever.Bank.share(1)), ("1.0", .share(1)), ("0.5", .share(0.5)),
        ("50", .count(50)),
    ])
    func aBankIsAShareOrANumber(text: String, bank: ProjectFile.Retriever.Bank) throws {
        #expect(try ProjectFile.parse("retriever: {bank: \(text)}").retriever.bank == bank)
    }

    @Test func theLastStagesShareIsOfAShapeNotOfAList() throws {
        #expect(
            try ProjectFile.parse("schedule: {epochs: 20, last_share: 0.5}").schedule.schedule
                .stages.map(\.epochs) == [4, 3, 3, 10])
        #expect(
            problems("schedule: {last_share: 0.5, stages: [{tau: 1, shots: 0, epochs: 1}]}") == [
                "project.yaml:1:24: schedule has a list of stages and a last_share. "
                    + "Remove it: the list says how many epochs each stage takes."
            ])
    }

    @Test func allMistakesAreReportedAtOnce() {
        let text = """
            nmae: x
            schedule:
              shape: linaer
              stages: 4.5
              curvature: none
            compressor:
              kind: magic
            training:
              rank: 0
              learning_rat: 0.1
              batch_size: "8"
              target_modules: [q_proj, w_proj]
              carry_optimizer: maybe
              seed:
            evaluation: fast
            data:
              format: {query: "Q:"}
              pinned: now
            retriever: {bank: 1.5}
            zzz: 1
            """
        #expect(
            problems(text) == [
                #"project.yaml:1:1: nmae is not a setting. Did you mean "name"?"#,
                #"project.yaml:3:10: schedule.shape is "linaer", which is not known. "#
                    + #"Did you mean "linear"? "#
                    + "Allowed: linear, exponential, inverse-exponential, adaptive, steps.",
                #"project.yaml:4:11: schedule.stages is "4.5", not a whole number. "#
                    + "Write digits only.",
                #"project.yaml:5:14: schedule.curvature is "none", not a number. "#
                    + "Write one such as 0.5 or 2e-4.",
                #"project.yaml:7:9: compressor.kind is "magic", which is not known. "#
                    + "Allowed: rules, self-information, llmlingua2, summary, attribution, command, hand.",
                "project.yaml:9:9: training.rank is 0, outside 1 to 1024. "
                    + "Give a number of that range.",
                #"project.yaml:10:3: training.learning_rat is not a setting. "#
                    + #"Did you mean "learning_rate"?"#,
                #"project.yaml:11:15: training.batch_size is "8", not a whole number. "#
                    + "Write digits only.",
                #"project.yaml:12:28: training.target_modules is "w_proj", which is not known. "#
                    + #"Did you mean "q_proj"? "#
                    + "Allowed: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj.",
                #"project.yaml:13:20: training.carry_optimizer is "maybe", not true or false. "#
                    + "Write true or false.",
                "project.yaml:14:8: training.seed has no value. Give one, or remove the line.",
                "project.yaml:15:13: evaluation is a single value, not a mapping. "
                    + "Write its settings as lines of KEY: VALUE.",
                "project.yaml:17:19: data.format.query does not hold {query}. "
                    + "Put {query} where the text belongs.",
                #"project.yaml:18:11: data.pinned is "now", not a list. "#
                    + "Write it as [A, B], or as lines that begin with a dash.",
                "project.yaml:19:19: retriever.bank is 1.5, outside 0.001 to 1.0. "
                    + "Give a number of that range.",
                "project.yaml:20:1: zzz is not a setting. Known here: name, model, data, "
                    + "schedule, compressor, retriever, training, evaluation, history.",
            ])
    }

    @Test func settingsOfTheEngineHaveDefaults() throws {
        let training = try ProjectFile.parse("training: {}").training
        #expect(training.precision == .auto)
        #expect(training.base == .native)
        #expect(training.activationMemoryGB == nil)
        #expect(training.loraDropout == 0)
        #expect(!training.rslora)
        #expect(training.layers == nil)
        #expect(try ProjectFile.parse("training: {layers: [4, 0]}").training.layers == [0, 4])
    }

    @Test func mistakesInSettingsOfTheEngineAreReportedAtOnce() {
        let text = """
            training:
              precision: bfloat
              base: int88
              activation_memory_gb: 0
              lora_dropout: 1
              rslora: 1
              layers: [0, -1, two, 0]
              lora_droput: 0.1
            """
        #expect(
            problems(text) == [
                #"project.yaml:2:14: training.precision is "bfloat", which is not known. "#
                    + #"Did you mean "bfloat16"? Allowed: auto, float32, bfloat16."#,
                #"project.yaml:3:9: training.base is "int88", which is not known. "#
                    + #"Did you mean "int8"? Allowed: native, int8, int4."#,
                "project.yaml:4:25: training.activation_memory_gb is 0.0, outside 0.001 to "
                    + "100000.0. Give a number of that range.",
                "project.yaml:5:17: training.lora_dropout is 1.0. Give a number below 1.0.",
                #"project.yaml:6:11: training.rslora is "1", not true or false. "#
                    + "Write true or false.",
                "project.yaml:7:11: training.layers names 0 more than once. "
                    + "Name each layer once.",
                "project.yaml:7:15: training.layers is -1, outside 0 to 9999. "
                    + "Give a number of that range.",
                #"project.yaml:7:19: training.layers has an element that is "two", not a whole "#
                    + "number. Write digits only.",
                #"project.yaml:8:3: training.lora_droput is not a setting. "#
                    + #"Did you mean "lora_dropout"?"#,
            ])
        #expect(
            problems("training: {layers: []}") == [
                "project.yaml:1:20: training.layers is empty. Name at least one."
            ])
    }

    @Test(arguments: [
        (
            "schedule: {shape: linear, stages: [{tau: 1, shots: 0, epochs: 1}]}",
            "project.yaml:1:19: schedule has a list of stages and the shape linear. "
                + "Remove the shape, or give the number of stages in place of the list."
        ),
        (
            "schedule: {shape: steps}",
            "project.yaml:1:19: schedule.shape is steps, but schedule.stages is no list. "
                + "List the stages as lines of - {tau: 1.0, shots: 5, epochs: 1}."
        ),
        (
            "schedule: {stages: 6, epochs: 5}",
            "project.yaml:1:31: schedule.epochs is 5, fewer than the 6 stages. "
                + "Give at least one epoch a stage."
        ),
        (
            "schedule: {stages: []}",
            "project.yaml:1:20: schedule.stages lists 0 stages. List 1 to 100."
        ),
        (
            "schedule: {stages: [{tau: 1.5, shots: 0, epochs: 1}]}",
            "project.yaml:1:27: schedule.stages[0].tau is 1.5, outside 0.0 to 1.0. "
                + "Give a number of that range."
        ),
        (
            "schedule: {stages: [{tau: 1, shots: 0}]}",
            "project.yaml:1:21: schedule.stages[0].epochs is missing. "
                + "Give each stage its tau, shots and epochs."
        ),
    ])
    func aScheduleMustAgreeWithItself(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test(arguments: [
        (
            "a: b: c\n",
            "project.yaml:1:5: This is not valid YAML: mapping values are not allowed in this "
                + "context. Correct the line, or one shortly before it."
        ),
        (
            "name: a\nname: b\n",
            "project.yaml:1:1: \"name\" stands here more than once. "
                + "Correct the line, or one shortly before it."
        ),
        (
            "model: *gone\n",
            "project.yaml:1:8: This is not valid YAML: found undefined alias. "
                + "Correct the line, or one shortly before it."
        ),
        (
            "- a\n- b\n",
            "project.yaml:1:1: The file is a list, not a mapping. "
                + "Write its settings as lines of KEY: VALUE."
        ),
        (
            "training:\n\trank: 4\n",
            "project.yaml:2:1: This is not valid YAML: found character that cannot start any "
                + "token. Correct the line, or one shortly before it."
        ),
    ])
    func brokenYAMLIsNamedWithItsLine(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func deepNestingIsRefusedNotFollowed() {
        #expect(problems(String(repeating: "[", count: 100_000)).count == 1)
    }

    @Test func filesThatAreNamedMustExist() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "project.yaml", "model:\n  path: models/tiny\ndata:\n  validation: v.jsonl\n")
        _ = try folder.write("v.jsonl", "")
        #expect(file.lastPathComponent == ProjectFile.fileName)
        let root = folder.url.standardizedFileURL.path
        do throws(ProjectError) {
            _ = try ProjectFile.load(folder: folder.url)
            Issue.record("loaded")
        } catch {
            #expect(
                error.description == """
                    project.yaml:2:9: model.path names "models/tiny", which does not exist. \
                    Put it at \(root)/models/tiny, or correct the path.
                    project.yaml:3:1: data.train names "data/train.jsonl", which does not exist. \
                    Put it at \(root)/data/train.jsonl, or correct the path.
                    """)
        }
    }

    @Test func aCompleteFolderLoadsAndLendsItsName() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("model/config.json", "{}")
        _ = try folder.write("data/train.jsonl", "")
        _ = try folder.write("project.yaml", "\u{FEFF}training:\r\n  rank: 4\r\n")
        let project = try ProjectFile.load(folder: folder.url)
        #expect(project.training.rank == 4)
        #expect(project.name == folder.url.lastPathComponent)
    }

    @Test func aMissingFileAndWrongBytesAreNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "project.yaml").path
        #expect(throws: ProjectError.missing(path: path)) {
            try ProjectFile.load(folder: folder.url)
        }
        #expect(
            ProjectError.missing(path: "/p/project.yaml").description
                == "There is no project file. /p/project.yaml. Make one with: promptintern init")
        _ = try folder.write("project.yaml", Data([0x61, 0x3A, 0x20, 0x31, 0x0A, 0xFF, 0x0A]))
        #expect(
            throws: ProjectError.invalid([
                ProjectProblem(
                    file: "project.yaml", line: 2, column: 1,
                    what: "The line holds bytes that are not UTF-8.",
                    advice: "Save the file as UTF-8.")
            ])
        ) { try ProjectFile.load(folder: folder.url) }
    }

    @Test func aJudgeNeedsAnEndpointAndAModel() {
        #expect(
            problems("evaluation:\n  metric: judge\n") == [
                "project.yaml:2:11: evaluation.metric is judge, but evaluation.judge is not set. "
                    + "Give its endpoint and model."
            ])
        #expect(
            problems("evaluation:\n  judge:\n    endpoint: x\n    key_variable: sk-12\n") == [
                "project.yaml:2:3: evaluation.judge.model is missing. Name the endpoint's model.",
                "project.yaml:3:15: evaluation.judge.endpoint is \"x\", which is no address of the "
                    + "web. Write it as https://HOST/v1.",
                "project.yaml:4:19: evaluation.judge.key_variable is no name of an environment "
                    + "variable. Write the variable's name, such as OPENAI_API_KEY, never the key.",
            ])
        #expect(problems("evaluation:\n  judge:\n    model: m\n").count == 1)
        #expect(
            problems("evaluation:\n  judge: {endpoint: https://x/v1, model: m, modle: y}\n").count
                == 1)
    }

    @Test func aJudgeMayStandReadyBesideAnotherMetric() throws {
        let project = try ProjectFile.parse(
            "evaluation:\n  judge: {endpoint: https://x/v1, model: m, attempts: 3}\n")
        #expect(project.evaluation.metric == .exactMatch)
        #expect(project.evaluation.judge?.attempts == 3)
        #expect(project.evaluation.judge?.keyVariable == nil)
    }
}
