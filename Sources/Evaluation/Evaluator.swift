import Foundation
import LanguageModel
import RunEvents
import Tokenizers

/// Measures one arm on held-out records: loss, generated answers, tokens and time.
package final class Evaluator {
    /// How answers are generated.
    package struct Options: Sendable {
        package var maximumNewTokens: Int
        package var stops: [String]
        /// Items that are answered alone and with nothing cached, for honest latencies, and once
        /// more up to the first token with what all items begin with cached; the others are
        /// answered together and compute what they begin with once.
        package var coldItemCount: Int

        package init(maximumNewTokens: Int = 64, stops: [String] = ["\n"], coldItemCount: Int = 4) {
            self.maximumNewTokens = maximumNewTokens
            self.stops = stops
            self.coldItemCount = coldItemCount
        }
    }

    /// What the numbers belong to.
    package struct Subject: Sendable {
        package var position: (step: Int, stage: Int)
        package var arm: PromptArm
        package var model: ModelState
        package var split: String

        package init(step: Int, stage: Int, arm: PromptArm, model: ModelState, split: String) {
            position = (step, stage)
            self.arm = arm
            self.model = model
            self.split = split
        }
    }

    private let model: Transformer
    private let tokenizer: Tokenizer
    private let options: Options
    private let stopTokens: Set<Int32>

    /// Records whose losses are computed in one forest.
    package static let batchSize = 16
    /// Answers that are generated together.
    package static let answersAtOnce = 16

    package init(
        model: Transformer, tokenizer: Tokenizer, endOfSequence: [Int32], options: Options
    ) {
        self.model = model
        self.tokenizer = tokenizer
        self.options = options
        stopTokens = Set(endOfSequence)
    }

    /// Loss, without answers.
    package func loss(_ items: [EvaluationItem], _ subject: Subject) -> EvaluationMetrics {
        withModel(subject.model) {
            var sum = 0.0
            var labelCount = 0
            for start in stride(from: 0, to: items.count, by: Self.batchSize) {
                let batch = items[start..<min(start + Self.batchSize, items.count)]
                let losses = model.losses(SegmentForest(batch.map(\.sequence)))
                sum += losses.reduce(0) { $0 + Double($1) }
                labelCount += losses.count
            }
            return EvaluationMetrics(
                step: subject.position.step, stage: subject.position.stage, arm: subject.arm,
                model: subject.model, split: subject.split, recordCount: items.count,
                loss: sum / Double(max(labelCount, 1)),
                inputTokensPerRecord: Self.mean(
                    items.map { Double($0.sequence.promptCount) }) ?? 0)
        }
    }

    /// Each item's loss: the mean over the tokens of its own answer, in nats.
    ///
    /// An item without an answer has no loss, which is NaN.
    package func recordLosses(_ items: [EvaluationItem], model state: ModelState) -> [Double] {
        withModel(state) {
            var losses: [Double] = []
            for start in stride(from: 0, to: items.count, by: Self.batchSize) {
                let batch = items[start..<min(start + Self.batchSize, items.count)]
                let forest = SegmentForest(batch.map(\.sequence))
                var sums = [Double](repeating: 0, count: batch.count)
                // The forest sorts records; its labels know whose they are.
                for (label, loss) in zip(forest.labels, model.losses(forest)) {
                    sums[Int(label.sequence)] += Double(loss)
                }
                losses += zip(sums, batch).map { $0 / Double($1.sequence.labelCount) }
            }
            return losses
        }
    }

    /// Answers to all items, in order.
    /// - Throws: `ModelError.contextExceeded` for an item that does not fit.
    package func answers(
        _ items: [EvaluationItem], _ subject: Subject,
        onPartialText: (EvaluationItem, String) -> Void = { _, _ in },
        onAnswer: (Prediction) -> Bool = { _ in true }
    ) throws -> [Prediction] {
        try withModel(subject.model) {
            let longest = items.map(\.sequence.promptCount).max() ?? 0
            let generator = Generator(
                model,
                capacity: min(
                    model.configuration.contextLength, longest + options.maximumNewTokens))
            // A single prompt shares nothing with others.
            let shared = items.count > 1 ? Generator.commonCount(items.map(\.prompt)) : nil
            var predictions: [Prediction] = []
            for item in items.prefix(options.coldItemCount) {
                var prediction = try answer(
                    item, subject, generator, onPartialText: { onPartialText(item, $0) })
                prediction.warmPrefillMilliseconds = try shared.map {
                    try generator.warmPrefillMilliseconds(item.prompt, cachedCount: $0)
                }
                predictions.append(prediction)
                guard onAnswer(prediction) else { return predictions }
            }
            let rest = items.dropFirst(options.coldItemCount)
            for start in stride(from: rest.startIndex, to: rest.endIndex, by: Self.answersAtOnce) {
                let batch = Array(rest[start..<min(start + Self.answersAtOnce, rest.endIndex)])
                for prediction in try answers(
                    batch, subject, generator, onPartialText: onPartialText)
                {
                    predictions.append(prediction)
                    guard onAnswer(prediction) else { return predictions }
                }
            }
            return predictions
        }
    }

    /// Adds accuracy and times to losses.
    package func merge(
        _ metrics: EvaluationMetrics, _ predictions: [Prediction]
    ) -> EvaluationMetrics {
        var merged = metrics
        guard !predictions.isEmpty else { return merged }
        merged.exactMatch =
            Double(predictions.count { $0.isExactMatch }) / Double(predictions.count)
        // Those decoded together have no time of their own.
        let timed = predictions.prefix(options.coldItemCount)
        merged.prefillMilliseconds = Self.mean(timed.map(\.prefillMilliseconds))
        merged.warmPrefillMilliseconds = Self.mean(timed.compactMap(\.warmPrefillMilliseconds))
        merged.decodeMilliseconds = Self.mean(timed.map(\.decodeMilliseconds))
        return merged
    }

    // MARK: Parts

    /// Several answers at once.
    private func answers(
        _ items: [EvaluationItem], _ subject: Subject, _ generator: Generator,
        onPartialText: (EvaluationItem, String) -> Void
    ) throws -> [Prediction] {
        var decoders = items.map { _ in tokenizer.makeStreamingDecoder() }
        var texts = [String](repeating: "", count: items.count)
        let answers = try generator.answers(
            items.map(\.prompt),
            .init(maximumNewTokens: options.maximumNewTokens, stopTokens: stopTokens)
        ) { index, token in
            texts[index] += decoders[index].append(token)
            onPartialText(items[index], AnswerText.cut(texts[index], at: options.stops).text)
            return !isFinished(texts[index])
        }
        return zip(items, answers).map { prediction($0, subject, $1) }
    }

    /// One answer with nothing cached, for honest latencies.
    private func answer(
        _ item: EvaluationItem, _ subject: Subject, _ generator: Generator,
        onPartialText: (String) -> Void
    ) throws -> Prediction {
        var decoder = tokenizer.makeStreamingDecoder()
        var text = ""
        let answer = try generator.answer(
            item.prompt,
            .init(
                maximumNewTokens: options.maximumNewTokens, stopTokens: stopTokens,
                isCacheCold: true)
        ) { token in
            text += decoder.append(token)
            onPartialText(AnswerText.cut(text, at: options.stops).text)
            // A stop string counts only behind something: many models begin with a line break.
            return !isFinished(text)
        }
        return prediction(item, subject, answer)
    }

    private func prediction(
        _ item: EvaluationItem, _ subject: Subject, _ answer: Generator.Answer
    ) -> Prediction {
        let final = tokenizer.decode(answer.tokens, skipSpecialTokens: true)
        let kept = AnswerText.cut(trimmedStart(final), at: options.stops).text
        return Prediction(
            step: subject.position.step, recordID: item.recordID, arm: subject.arm,
            model: subject.model, text: kept.trimmingCharacters(in: .whitespaces),
            expected: item.expected,
            isExactMatch: AnswerText.isExactMatch(kept, item.expected),
            promptTokens: answer.promptTokenCount, outputTokens: answer.tokens.count,
            prefillMilliseconds: answer.prefillMilliseconds,
            decodeMilliseconds: answer.decodeMilliseconds)
    }

    private func isFinished(_ text: String) -> Bool {
        AnswerText.cut(trimmedStart(text), at: options.stops).isStopped
    }

    private func trimmedStart(_ text: String) -> String {
        String(text.drop { $0.isWhitespace })
    }

    private func withModel<Result>(_ state: ModelState, _ body: () throws -> Result) rethrows
        -> Result
    {
        guard state == .base, let adapter = model.adapter else { return try body() }
        model.adapter = nil
        defer { model.adapter = adapter }
        return try body()
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
