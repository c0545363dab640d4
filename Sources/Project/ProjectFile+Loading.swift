import Foundation
import Prompts
import Yams

extension ProjectFile {
    /// Reads a project's file and checks that what it names exists.
    /// - Throws: `ProjectError.missing` where there is none, `ProjectError.invalid` with all
    ///   mistakes.
    package static func load(folder: URL) throws(ProjectError) -> ProjectFile {
        let text = try readText(folder.appending(path: fileName))
        return try parse(text, checkingFilesIn: folder)
    }

    /// Reads the text of a project's file.
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: The name that messages begin with.
    ///   - folder: Where the files that it names must exist; where nil, that is not checked.
    /// - Returns: The project, with defaults where the text is silent.
    /// - Throws: `ProjectError.invalid` with all mistakes.
    package static func parse(
        _ text: String, file: String = fileName, checkingFilesIn folder: URL? = nil
    ) throws(ProjectError) -> ProjectFile {
        let log = ProblemLog(file: file)
        let root = try rootNode(text, log)
        let section = YAMLSection(name: "", node: root, log: log, mark: root?.mark)
        let project = ProjectFile(section, folder: folder)
        guard log.problems.isEmpty else {
            throw .invalid(log.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return project
    }

    /// The text of a file.
    /// - Throws: `ProjectError.missing`, `.unreadable`, and `.invalid` where it is not UTF-8.
    package static func readText(_ file: URL) throws(ProjectError) -> String {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw .missing(path: file.path)
        }
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw .unreadable(path: file.path, reason: error.localizedDescription)
        }
        if let text = String(validating: data, as: UTF8.self) { return text }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw .invalid([
            ProjectProblem(
                file: file.lastPathComponent, line: line + 1, column: 1,
                what: "The line holds bytes that are not UTF-8.", advice: "Save the file as UTF-8.")
        ])
    }

    /// The text without a byte order mark, for which the YAML parser has no use.
    static func withoutByteOrderMark(_ text: String) -> String {
        guard text.unicodeScalars.first == "\u{FEFF}" else { return text }
        return String(text.unicodeScalars.dropFirst())
    }

    /// The document's root; nil for a text without content.
    static func rootNode(_ text: String, _ log: ProblemLog) throws(ProjectError) -> Node? {
        do {
            return try Yams.compose(yaml: withoutByteOrderMark(text))
        } catch {
            let (what, mark) = Self.syntaxProblem(error)
            log.add(what, "Correct the line, or one shortly before it.", at: mark)
            throw .invalid(log.problems)
        }
    }

    private static func syntaxProblem(_ error: any Error) -> (String, Mark?) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ("This is not valid YAML: \(problem).", mark)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            return ("\(names) stands here more than once.", context.mark)
        case .reader(let problem, _, _, _):
            return ("This is not valid YAML: \(problem).", nil)
        case nil: return ("This is not valid YAML: \(error).", nil)
        case .some(let error): return ("This is not valid YAML: \(error).", nil)
        }
    }
}

// MARK: Sections

extension ProjectFile {
    private init(_ root: YAMLSection, folder: URL?) {
        self.init()
        if let folder { name = folder.standardizedFileURL.lastPathComponent }
        let files = folder.map { FileChecker(folder: $0, log: root.log) }
        name = root.text("name", name)
        model = Model(root.section("model"), files)
        data = DataFiles(root.section("data"), files)
        schedule = ScheduleChoice(root.section("schedule"))
        compressor = CompressorChoice(root.section("compressor"))
        retriever = Retriever(root.section("retriever"), files)
        training = Training(root.section("training"))
        evaluation = Evaluation(root.section("evaluation"), files)
        history = root.optionalText("history")
        root.finish()
    }
}

/// Notes files that are named but do not exist.
struct FileChecker {
    let folder: URL
    let log: ProblemLog

    func check(_ path: String?, _ section: YAMLSection, _ key: String) {
        guard let path else { return }
        let url = ProjectPaths.resolve(path, in: folder)
        guard !FileManager.default.fileExists(atPath: url.path) else { return }
        log.add(
            "\(section.full(key)) names \"\(path)\", which does not exist.",
            "Put it at \(url.path), or correct the path.", at: section.mark(key))
    }
}

extension ProjectFile.Model {
    fileprivate init(_ section: YAMLSection, _ files: FileChecker?) {
        self.init()
        path = section.text("path", path)
        files?.check(path, section, "path")
        section.finish()
    }
}

extension ProjectFile.DataFiles {
    fileprivate init(_ section: YAMLSection, _ files: FileChecker?) {
        self.init()
        train = section.text("train", train)
        trainRecords = section.whole("train_records", trainRecords, in: 0...10_000_000)
        validation = section.optionalText("validation")
        test = section.optionalText("test")
        files?.check(train, section, "train")
        files?.check(validation, section, "validation")
        files?.check(test, section, "test")
        template = Self.template(section, files)
        format = ProjectFile.Format(section.section("format"))
        pinned = section.texts("pinned", pinned)
        layout = section.optionalText("layout")
        files?.check(layout, section, "layout")
        if layout != nil { Self.refuseSecondDescription(section) }
        chatTemplate = Self.chatTemplate(section, files)
        chatDate = Self.chatDate(section)
        section.finish()
    }

    /// `chat_template: none`, `model`, or a file.
    private static func chatTemplate(
        _ section: YAMLSection, _ files: FileChecker?
    ) -> ProjectFile.ChatTemplateChoice {
        switch section.optionalText("chat_template") {
        case nil, "none": return .none
        case "model": return .model
        case .some(let path):
            files?.check(path, section, "chat_template")
            return .file(path)
        }
    }

    private static func chatDate(_ section: YAMLSection) -> String? {
        guard let text = section.optionalText("chat_date") else { return nil }
        if let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            DateComponents(
                calendar: Calendar(identifier: .gregorian), year: year, month: month, day: day
            ).isValidDate
        {
            return text
        }
        section.log.add(
            "data.chat_date is \"\(text)\", not a date.", "Write it as YYYY-MM-DD.",
            at: section.mark("chat_date"))
        return nil
    }

    /// A layout says all of the prompt: what else says a part of it cannot hold as well.
    private static func refuseSecondDescription(_ section: YAMLSection) {
        var others = ["template", "pinned"].map { (section, $0) }
        if section.node("format")?.mapping != nil {
            let format = section.section("format")
            let keys = ["query", "example", "separator", "example_separator"]
            others += keys.map { (format, $0) }
        }
        for (owner, key) in others {
            guard let node = owner.node(key), !node.isEmptyValue, node.sequence?.isEmpty != true
            else { continue }
            section.log.add(
                "data.layout and \(owner.full(key)) both describe the prompt.",
                "Keep one of the two.", at: owner.mark(key))
        }
    }

    /// `template: FILE`, a text block, or a mapping with `file` or `text`.
    private static func template(
        _ section: YAMLSection, _ files: FileChecker?
    ) -> ProjectFile.TemplateSource? {
        guard let node = section.node("template") else { return nil }
        guard node.mapping != nil else {
            guard let text = section.optionalText("template") else { return nil }
            let isBlock = node.scalar?.style == .literal || node.scalar?.style == .folded
            if isBlock || text.contains("\n") { return .text(text) }
            files?.check(text, section, "template")
            return .file(text)
        }
        let inner = section.section("template")
        let file = inner.optionalText("file")
        let text = inner.optionalText("text")
        files?.check(file, inner, "file")
        if (file == nil) == (text == nil) {
            section.log.add(
                "data.template has \(file == nil ? "neither file nor text" : "file and text").",
                "Give one of the two.", at: inner.mark)
        }
        inner.finish()
        return file.map { .file($0) } ?? text.map { .text($0) }
    }
}

extension ProjectFile.Format {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        query = section.text("query", query)
        output = section.text("output", output)
        example = section.text("example", example)
        separator = section.text("separator", separator)
        exampleSeparator = section.text("example_separator", exampleSeparator)
        Self.require(["{query}"], in: query, section, "query")
        Self.require(["{output}"], in: output, section, "output")
        Self.require(["{input}", "{output}"], in: example, section, "example")
        section.finish()
    }

    private static func require(
        _ slots: [String], in text: String, _ section: YAMLSection, _ key: String
    ) {
        for slot in slots where !text.contains(slot) {
            section.log.add(
                "\(section.full(key)) does not hold \(slot).",
                "Put \(slot) where the text belongs.", at: section.mark(key))
        }
    }
}

extension ProjectFile.ScheduleChoice {
    /// More stages than this cannot be meant.
    static let stageLimit = 100

    fileprivate init(_ section: YAMLSection) {
        self.init()
        let hasShape = section.node("shape") != nil
        shape = section.word("shape", shape)
        shots = section.whole("shots", shots, in: 0...1_000)
        curvature = section.number("curvature", curvature, in: 0.01...50)
        lastShare = section.number("last_share", in: 0.01...0.99)
        if section.node("shots_shape") != nil {
            shotsShape = section.word("shots_shape", .linear)
        }
        if section.node("margin") != nil { margin = section.number("margin", 0, in: 0...100) }
        leastEpochs = section.whole("least_epochs", leastEpochs, in: 1...100_000)
        if let nodes = section.node("stages")?.sequence {
            stages = Self.stages(Array(nodes), section)
        } else {
            stageCount = section.whole("stages", stageCount, in: 1...Self.stageLimit)
        }
        epochs = section.whole("epochs", epochs, in: 1...100_000)
        checkAgreement(section, hasShape: hasShape)
        section.finish()
    }

    private func checkAgreement(_ section: YAMLSection, hasShape: Bool) {
        if stages != nil, hasShape, shape != .steps {
            section.log.add(
                "schedule has a list of stages and the shape \(shape.rawValue).",
                "Remove the shape, or give the number of stages in place of the list.",
                at: section.mark("shape"))
        }
        if stages != nil, lastShare != nil {
            section.log.add(
                "schedule has a list of stages and a last_share.",
                "Remove it: the list says how many epochs each stage takes.",
                at: section.mark("last_share"))
        }
        if stages == nil, shape == .steps {
            section.log.add(
                "schedule.shape is steps, but schedule.stages is no list.",
                "List the stages as lines of - {tau: 1.0, shots: 5, epochs: 1}.",
                at: section.mark("shape"))
        }
        if stages == nil, epochs < stageCount {
            section.log.add(
                "schedule.epochs is \(epochs), fewer than the \(stageCount) stages.",
                "Give at least one epoch a stage.", at: section.mark("epochs"))
        }
    }

    private static func stages(_ nodes: [Node], _ section: YAMLSection) -> [StageSetting] {
        if !(1...stageLimit).contains(nodes.count) {
            section.log.add(
                "schedule.stages lists \(nodes.count) stages.",
                "List 1 to \(stageLimit).", at: section.mark("stages"))
        }
        return nodes.enumerated().map { index, node in
            let stage = YAMLSection(
                name: "schedule.stages[\(index)]", node: node, log: section.log, mark: node.mark)
            for key in ["tau", "shots", "epochs"] where node.mapping != nil {
                guard stage.node(key) == nil else { continue }
                section.log.add(
                    "\(stage.full(key)) is missing.",
                    "Give each stage its tau, shots and epochs.", at: node.mark)
            }
            let setting = StageSetting(
                compressionRate: stage.number("tau", 1, in: 0...1),
                shots: stage.whole("shots", 0, in: 0...1_000),
                epochs: stage.whole("epochs", 1, in: 1...100_000),
                learningRate: stage.node("learning_rate") == nil
                    ? nil : stage.number("learning_rate", 1e-4, in: 1e-9...1),
                warmupSteps: stage.node("warmup_steps") == nil
                    ? nil : stage.whole("warmup_steps", 0, in: 0...10_000_000))
            stage.finish()
            return setting
        }
    }
}

extension ProjectFile.Training {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        rank = section.whole("rank", rank, in: 1...1_024)
        alpha = section.number("alpha", alpha, in: 0.001...10_000)
        targetModules = section.words("target_modules", targetModules)
        layers = Self.layers(section)
        loraDropout = section.number("lora_dropout", loraDropout, in: 0..<1)
        rslora = section.flag("rslora", rslora)
        precision = section.word("precision", precision)
        base = section.word("base", base)
        if section.node("activation_memory_gb") != nil {
            activationMemoryGB = section.number("activation_memory_gb", in: 0.001...100_000)
        }
        learningRate = section.number("learning_rate", learningRate, in: 1e-9...1)
        learningRateSchedule = section.word("learning_rate_schedule", learningRateSchedule)
        learningRateRestarts = section.flag("learning_rate_restarts", learningRateRestarts)
        warmupSteps = section.whole("warmup_steps", warmupSteps, in: 0...10_000_000)
        batchSize = section.whole("batch_size", batchSize, in: 1...65_536)
        gradientAccumulation = section.whole(
            "gradient_accumulation", gradientAccumulation, in: 1...65_536)
        weightDecay = section.number("weight_decay", weightDecay, in: 0...1)
        clipNorm = section.number("clip_norm", clipNorm, in: 0...1_000_000)
        seed = section.whole("seed", seed, in: 0...Int.max)
        evaluateEvery = section.whole("evaluate_every", evaluateEvery, in: 0...10_000_000)
        validationRecords = section.whole(
            "validation_records", validationRecords, in: 0...10_000_000)
        carryOptimizer = section.flag("carry_optimizer", carryOptimizer)
        distillation = ProjectFile.Training.Distillation(section.section("distillation"))
        promptGeneration = ProjectFile.Training.PromptGeneration(
            section.section("prompt_generation"))
        patience = section.whole("patience", patience, in: 0...10_000)
        keep = section.word("keep", keep)
        bestBy = section.word("best_by", bestBy)
        checkLooks(section)
        section.finish()
    }

    /// Early ends and the best adapter need evaluations between the ends of stages.
    private func checkLooks(_ section: YAMLSection) {
        for (key, isSet) in [("patience", patience > 0), ("keep", keep == .best)]
        where isSet && evaluateEvery == 0 {
            section.log.add(
                "training.\(key) needs evaluations, but training.evaluate_every is 0.",
                "Give a number of steps, such as 50.", at: section.mark(key))
        }
    }

    /// Whether the model has such layers is known when its folder is read.
    private static func layers(_ section: YAMLSection) -> [Int]? {
        guard let layers = section.wholes("layers", in: 0...9_999) else { return nil }
        let repeated = layers.enumerated().first { layers.prefix($0.offset).contains($0.element) }
        if let repeated {
            section.log.add(
                "training.layers names \(repeated.element) more than once.",
                "Name each layer once.", at: section.mark("layers"))
        }
        return layers.sorted()
    }
}

extension ProjectFile.Training.Distillation {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        weight = section.number("weight", weight, in: 0...1)
        temperature = section.number("temperature", temperature, in: 0.1...20)
        top = section.whole("top", top, in: 1...1_024)
        section.finish()
    }
}

extension ProjectFile.Training.PromptGeneration {
    fileprivate init(_ section: YAMLSection) {
        self.init()
        weight = section.number("weight", weight, in: 0...100)
        request = section.text("request", request)
        section.finish()
    }
}

extension ProjectFile.Evaluation {
    fileprivate init(_ section: YAMLSection, _ files: FileChecker?) {
        self.init()
        metric = section.word("metric", metric)
        bleuTokenizer = section.word("bleu_tokenizer", bleuTokenizer)
        command = section.optionalText("command")
        if (metric == .command) != (command != nil) {
            section.log.add(
                command == nil
                    ? "evaluation.metric is command, but evaluation.command is not set."
                    : "evaluation.command is set, but evaluation.metric is \(metric.rawValue).",
                "Set both, or neither.",
                at: section.mark(command == nil ? "metric" : "command"))
        }
        judge = Judge(in: section)
        if metric == .judge, judge == nil {
            section.log.add(
                "evaluation.metric is judge, but evaluation.judge is not set.",
                "Give its endpoint and model.", at: section.mark("metric"))
        }
        margin = section.number("margin", margin, in: 0...1)
        maxNewTokens = section.whole("max_new_tokens", maxNewTokens, in: 1...1_000_000)
        records = section.whole("records", records, in: 0...10_000_000)
        stop = section.texts("stop", stop)
        probes = section.optionalText("probes")
        offTask = section.optionalText("off_task")
        files?.check(probes, section, "probes")
        files?.check(offTask, section, "off_task")
        section.finish()
    }
}
