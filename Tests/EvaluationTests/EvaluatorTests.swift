import Evaluation
import Kernels
import LanguageModel
import RunEvents
import Testing
import Tokenizers
import Training

@Suite struct EvaluatorTests {
    private let tokenizer: Tokenizer
    private let model: Transformer
    private let end: Int32
    private let items: [EvaluationItem]

    init() throws {
        tokenizer = try TinyTokenizer.make()
        end = try #require(tokenizer.endOfSequence)
        model = TinyTokenizer.model(tokenizer)
        let encoder = PromptEncoder(tokenizer: tokenizer, endOfSequence: end)
        // More records than are computed together, with a shared beginning.
        items = (0..<21).map { index in
            EvaluationItem(
                recordID: "r\(index)",
                sequence: encoder.encode(
                    prompt: "Sum of sales: TOTAL(sales)\nhello world \(index):",
                    completion: " MEAN(units)"), expected: "MEAN(units)")
        }
    }

    private func subject(_ state: ModelState = .tuned) -> Evaluator.Subject {
        .init(step: 7, stage: 1, arm: .queryOnly, model: state, split: "validation")
    }

    private func evaluator(_ options: Evaluator.Options = .init()) -> Evaluator {
        Evaluator(model: model, tokenizer: tokenizer, endOfSequence: [end], options: options)
    }

    /// A pair of low rank that changes the model's numbers.
    private func adapter() -> LoRAAdapter {
        let adapter = LoRAAdapter(
            .init(rank: 2, alpha: 4), for: model.configuration, seed: 4)
        for index in 0..<adapter.parameters.count {
            adapter.parameters.values.pointer[index] += 0.1
        }
        return adapter
    }

    private func meanLoss() -> Double {
        let losses = items.flatMap { model.losses(SegmentForest([$0.sequence], sharing: false)) }
        return losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
    }

    @Test func lossIsTheMeanOverAllAnswerTokens() {
        let metrics = evaluator().loss(items, subject())
        #expect(abs(metrics.loss - meanLoss()) < 1e-5 * metrics.loss)
        #expect(metrics.recordCount == 21 && metrics.step == 7 && metrics.stage == 1)
        #expect(metrics.arm == .queryOnly && metrics.split == "validation")
        #expect(metrics.exactMatch == nil && metrics.prefillMilliseconds == nil)
        let tokens = items.map { Double($0.sequence.promptCount) }.reduce(0, +) / 21
        #expect(metrics.inputTokensPerRecord == tokens)
    }

    @Test func baseIsMeasuredWithTheAdapterOff() {
        let base = meanLoss()
        model.adapter = adapter()
        let tuned = meanLoss()
        #expect(abs(tuned - base) > 1e-3)
        #expect(abs(evaluator().loss(items, subject(.tuned)).loss - tuned) < 1e-5 * tuned)
        #expect(abs(evaluator().loss(items, subject(.base)).loss - base) < 1e-5 * base)
        #expect(model.adapter != nil)
    }

    /// Records of different lengths, in an order that the forest changes.
    @Test func eachRecordHasItsOwnLoss() {
        let encoder = PromptEncoder(tokenizer: tokenizer, endOfSequence: end)
        let mixed = items.enumerated().map { index, item in
            index % 3 == 0
                ? EvaluationItem(
                    recordID: item.recordID,
                    sequence: encoder.encode(prompt: "world \(90 - index)", completion: " TOTAL"),
                    expected: "TOTAL") : item
        }
        func plain() -> [Double] {
            mixed.map { item in
                let losses = model.losses(SegmentForest([item.sequence], sharing: false))
                return losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
            }
        }
        func isClose(_ found: [Double], _ expected: [Double]) -> Bool {
            found.count == expected.count
                && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 * $1 }
        }
        let base = plain()
        #expect(Set(base.map { Int($0 * 1e4) }).count > 5)
        model.adapter = adapter()
        let tuned = plain()
        #expect(!isClose(tuned, base))
        #expect(isClose(evaluator().recordLosses(mixed, model: .base), base))
        #expect(isClose(evaluator().recordLosses(mixed, model: .tuned), tuned))
        var silent = items[0]
        silent.sequence = TokenSequence(tokens: [3, 4], promptCount: 2)
        #expect(evaluator().recordLosses([silent], model: .base).first?.isNaN == true)
        #expect(evaluator().recordLosses([], model: .base) == [])
    }

    @Test func noRecordsGiveNoLoss() {
        let metrics = evaluator().loss([], subject())
        #expect(metrics.recordCount == 0 && metrics.loss == 0)
        #expect(evaluator().merge(metrics, []).exactMatch == nil)
    }

    @Test func warmAndColdItemsGiveTheSameAnswers() throws {
        let few = Array(items.prefix(6))
        func texts(_ coldItemCount: Int) throws -> [String] {
            try evaluator(.init(maximumNewTokens: 10, stops: [], coldItemCount: coldItemCount))
                .answers(few, subject()).map(\.text)
        }
        let (cold, warm) = (try texts(6), try texts(0))
        #expect(cold.count == 6 && cold == warm)
    }

    @Test func listenersSeeTextsGrowAndCanStop() throws {
        var partial: [String] = []
        var answered = 0
        let predictions = try evaluator(.init(maximumNewTokens: 5, stops: [])).answers(
            items, subject(), onPartialText: { _, text in partial.append(text) },
            onAnswer: { _ in
                answered += 1
                return answered < 2
            })
        #expect(predictions.count == 2 && answered == 2)
        #expect(predictions.map(\.recordID) == ["r0", "r1"])
        #expect(partial.count <= 10)
        #expect(predictions.allSatisfy { $0.outputTokens <= 5 && $0.step == 7 })
    }

    @Test func anItemThatDoesNotFitIsRefused() {
        let long = EvaluationItem(
            recordID: "long",
            sequence: TokenSequence(tokens: [Int32](repeating: 3, count: 126), promptCount: 125),
            expected: "")
        let error = #expect(throws: ModelError.self) {
            try evaluator(.init(maximumNewTokens: 8)).answers([long], subject())
        }
        #expect(error == .contextExceeded(tokens: 133, limit: 128))
    }

    /// Those answered together are not timed, and a single prompt shares nothing with others.
    @Test func onlyItemsAnsweredAloneAmongOthersAreTimedWarm() throws {
        let evaluator = evaluator(.init(maximumNewTokens: 2, coldItemCount: 3))
        let predictions = try evaluator.answers(items, subject())
        let times = predictions.map(\.warmPrefillMilliseconds)
        #expect(times.prefix(3).allSatisfy { ($0 ?? 0) > 0 })
        #expect(times.count == 21 && times.dropFirst(3).allSatisfy { $0 == nil })
        let alone = try evaluator.answers([items[0]], subject())
        #expect(alone[0].warmPrefillMilliseconds == nil)
        #expect(alone[0].text == predictions[0].text)
    }

    /// A model that has learned its answers by heart gives them back.
    @Test func learnedAnswersMatchExactly() throws {
        let few = Array(items.prefix(3))
        let configuration = TrainingConfiguration(
            lora: .init(rank: 8, alpha: 16), learningRate: 0.02, schedule: .constant,
            warmupSteps: 0, batchSize: 3)
        let trainer = Trainer(
            model: model,
            adapter: LoRAAdapter(configuration.lora, for: model.configuration, seed: 1),
            stages: [TrainingStage(sequences: few.map(\.sequence), epochs: 200)],
            configuration: configuration)
        try trainer.run(.init())
        let evaluator = evaluator(.init(maximumNewTokens: 20))
        let predictions = try evaluator.answers(few, subject())
        #expect(predictions.map(\.text) == ["MEAN(units)", "MEAN(units)", "MEAN(units)"])
        let metrics = evaluator.merge(evaluator.loss(few, subject()), predictions)
        #expect(metrics.exactMatch == 1 && metrics.loss < 0.3)
        #expect((metrics.prefillMilliseconds ?? 0) > 0 && (metrics.decodeMilliseconds ?? 0) > 0)
        #expect((metrics.warmPrefillMilliseconds ?? 0) > 0)
        #expect(predictions.allSatisfy { $0.isExactMatch && $0.expected == "MEAN(units)" })
    }
}
