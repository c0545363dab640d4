import Foundation
import JSONText
import LanguageModel
import RunControl
import RunStore
import TestSupport
import Tokenizers

/// A project in a folder of its own that trains in about a second: a model with random weights and
/// one layer, 24 records, three stages.
package final class SmallProject: Sendable {
    package struct Options: Sendable {
        package var contextLength = 256
        /// Below zero the model knows fewer tokens than its tokenizer.
        package var vocabularySurplus = 0
        package var learningRate = 0.02
        /// A training record with a mark that the model's embedding knows as NaN.
        package var poisonedRecord: Int?
        package var batchSize = 8
        package var evaluateEvery = 4
        package var hasTest = true
        /// Whether the tokenizer knows ChatML's markers, and puts "<s>" before every text.
        package var hasChatTokens = false
        package var stages = [(1.0, 2, 2), (0.5, 1, 2), (0.0, 0, 4)]

        package init() {}
    }

    package struct Record: Sendable {
        package var id: String
        package var query: String
        package var output: String

        package init(id: String, query: String, output: String) {
            self.id = id
            self.query = query
            self.output = output
        }
    }

    package let url: URL
    package let training: [Record]
    package let validation: [Record]
    package let test: [Record]

    private let folder: TemporaryFolder

    package static let template = """
        You translate questions into formulas.
        Please note that a formula always starts with an equals sign.

        - FIND(name) looks a name up in the table.
        - Write the formula and nothing else.
        - For example, names are written in capital letters.
        """

    private static let poison = "~"
    private static let endOfText = "<|endoftext|>"
    private static let pattern = #" ?\p{L}+| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]|\s+(?!\S)|\s+"#

    package init(_ options: Options = Options()) throws {
        folder = try TemporaryFolder()
        url = folder.url
        var training = Self.records("train", 24)
        if let poisoned = options.poisonedRecord { training[poisoned].query += Self.poison }
        self.training = training
        validation = Self.records("validation", 6)
        test = options.hasTest ? Self.records("test", 6) : []
        try write("train.jsonl", Self.lines(training))
        try write("validation.jsonl", Self.lines(validation))
        if options.hasTest { try write("test.jsonl", Self.lines(test)) }
        try write("template.txt", Self.template + "\n")
        try write("project.yaml", Self.projectText(options))
        try writeModel(options)
    }

    // MARK: Use

    /// Replaces a file of the project.
    package func write(_ name: String, _ text: String) throws { _ = try folder.write(name, text) }

    package func read(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    /// Replaces a part of a file.
    package func replace(in name: String, _ old: String, with new: String) throws {
        try write(name, read(name).replacing(old, with: new))
    }

    package func load() throws -> LoadedProject { try LoadedProject.load(folder: url) }

    package func openStore() throws -> RunStore { try RunStore.open(load().paths.history) }

    package func prepared(_ store: RunStore? = nil) throws -> PreparedProject {
        try PreparedProject(load(), store: store)
    }

    /// The run that project.yaml describes.
    package func plan(_ store: RunStore? = nil) throws -> RunPlan {
        let prepared = try prepared(store)
        return try RunPlan(prepared, schedule: prepared.project.file.schedule.schedule)
    }

    // MARK: Files

    package static func lines(_ records: [Record]) -> String {
        records.map {
            JSONValue.object(
                JSONObject([
                    .init(key: "id", value: .string($0.id)),
                    .init(key: "query", value: .string($0.query)),
                    .init(key: "output", value: .string($0.output)),
                ])
            ).text() + "\n"
        }.joined()
    }

    /// Every name is another one, so that a text that holds it can only come from its record.
    private static func records(_ split: String, _ count: Int) -> [Record] {
        (0..<count).map { index in
            let name = "\(split.prefix(2).uppercased())\(index)X"
            return Record(
                id: "\(split)-\(index)", query: "Where is \(name)?", output: "=FIND(\(name))")
        }
    }

    private static func projectText(_ options: Options) -> String {
        let stages = options.stages.map { rate, shots, epochs in
            "    - {tau: \(rate), shots: \(shots), epochs: \(epochs)}\n"
        }.joined()
        return """
            # A project for tests.
            name: small
            model:
              path: model
            data:
              train: train.jsonl
              validation: validation.jsonl
            \(options.hasTest ? "  test: test.jsonl\n" : "")\
              template: template.txt
            schedule:
              # Three stages.
              stages:
            \(stages)\
            training:
              rank: 4
              alpha: 8
              learning_rate: \(options.learningRate)
              learning_rate_schedule: constant
              warmup_steps: 0
              batch_size: \(options.batchSize)
              evaluate_every: \(options.evaluateEvery)
            evaluation:
              max_new_tokens: 12

            """
    }

    private func writeModel(_ options: Options) throws {
        let model = url.appending(path: "model", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
        let trainer = try BPETrainer(
            pattern: Self.pattern, vocabularySize: 320,
            specialTokens: [Self.endOfText]
                + (options.hasChatTokens ? ["<|im_start|>", "<|im_end|>", "<s>"] : []))
        let trained = trainer.train(
            (training + validation).map { $0.query + "\n" + $0.output } + [Self.template])
        var writer = TokenizerFileWriter(trained)
        writer.endOfSequence = Self.endOfText
        if options.hasChatTokens {
            writer.beginningOfSequence = "<s>"
            writer.addsBeginningOfSequence = true
        }
        try writer.write(to: model)
        let configuration = ModelConfiguration(
            vocabularySize: trained.vocabularySize + options.vocabularySurplus, hiddenSize: 32,
            intermediateSize: 64, layerCount: 1, headCount: 2, keyValueHeadCount: 1,
            contextLength: options.contextLength, tiesEmbeddings: false,
            beginningOfSequence: nil, endOfSequence: options.hasChatTokens ? [0, 2] : [0])
        let parameters = DecoderParameters.random(configuration, deviation: 0.3, seed: 7)
        if let index = trained.tokens.firstIndex(of: Self.poison),
            let entry = parameters.entries.first(where: { $0.name.contains("embed_tokens") })
        {
            let row = trained.specialTokens.count + index
            (parameters.pointer(entry) + row * configuration.hiddenSize).update(
                repeating: .nan, count: configuration.hiddenSize)
        }
        try ModelFolderWriter.write(parameters, configuration, type: .float32, to: model)
    }
}
