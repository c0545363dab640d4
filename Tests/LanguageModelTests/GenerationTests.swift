import LanguageModel
import Testing

@Suite struct GenerationTests {
    private let model = TinyModel.make(adapter: TinyModel.adapter())

    /// Logits after the last token, with nothing cached.
    private func logits(_ tokens: [Int32]) -> [Float] {
        var forest = SegmentForest()
        _ = forest.append(tokens, under: nil)
        return model.logits(forest, rows: [tokens.count - 1])
    }

    private func expectClose(_ found: [Float], _ expected: [Float], _ what: String = "") {
        #expect(relativeDifference(found, expected) < 1e-5, "\(what)")
    }

    // MARK: Cache

    @Test func cachedLogitsEqualTheFullForward() throws {
        let tokens = TinyModel.tokens(40, seed: 1)
        let cache = KeyValueCache(for: model, capacity: 40)
        var start = 0
        for count in [1, 7, 1, 1, 20, 10] {
            let found = try model.extend(cache, with: tokens[start..<start + count])
            start += count
            expectClose(found, logits(Array(tokens[..<start])), "\(start)")
        }
        #expect(cache.tokens == tokens)
    }

    @Test func truncatedCacheGoesOnDifferently() throws {
        let tokens = TinyModel.tokens(30, seed: 2)
        let other = TinyModel.tokens(9, seed: 3)
        let cache = KeyValueCache(for: model, capacity: 64)
        _ = try model.extend(cache, with: tokens)
        cache.truncate(to: 12)
        #expect(cache.count == 12)
        #expect(cache.commonPrefix(with: tokens) == 12)
        #expect(cache.commonPrefix(with: Array(tokens[..<5])) == 5)
        #expect(cache.commonPrefix(with: [-1]) == 0)
        expectClose(try model.extend(cache, with: other), logits(Array(tokens[..<12]) + other))
        cache.truncate(to: 0)
        expectClose(try model.extend(cache, with: other), logits(other))
    }

    @Test func promptsLongerThanABlockAreComputedInParts() throws {
        let tokens = TinyModel.tokens(1_100, seed: 4)
        let cache = KeyValueCache(for: model, capacity: 1_100)
        expectClose(try model.extend(cache, with: tokens), logits(tokens))
    }

    @Test func aFullCacheIsRefused() throws {
        let cache = KeyValueCache(for: model, capacity: 10)
        _ = try model.extend(cache, with: TinyModel.tokens(8, seed: 1))
        let error = #expect(throws: ModelError.self) {
            try model.extend(cache, with: [1, 2, 3] as [Int32])
        }
        #expect(error == .contextExceeded(tokens: 11, limit: 10))
        #expect(cache.count == 8)
    }

    // MARK: Generator

    private func greedy(_ prompt: [Int32], _ count: Int) -> [Int32] {
        var tokens = prompt
        var sampler = Sampler.greedy
        for _ in 0..<count { tokens.append(sampler.sample(logits(tokens))) }
        return Array(tokens.dropFirst(prompt.count))
    }

    @Test func greedyAnswerIsTheStepByStepOne() throws {
        let prompt = TinyModel.tokens(11, seed: 5)
        let answer = try Generator(model).answer(prompt, .init(maximumNewTokens: 12))
        #expect(answer.tokens == greedy(prompt, 12))
        #expect(answer.promptTokenCount == 11 && answer.cachedTokenCount == 0)
        #expect(answer.prefillMilliseconds > 0 && answer.decodeMilliseconds > 0)
    }

    @Test func stopTokensEndTheAnswerAndAreLeftOut() throws {
        let prompt = TinyModel.tokens(11, seed: 5)
        let full = greedy(prompt, 12)
        let stop = full[4]
        let expected = Array(full.prefix { $0 != stop })
        let answer = try Generator(model).answer(
            prompt, .init(maximumNewTokens: 12, stopTokens: [stop]))
        #expect(answer.tokens == expected)
    }

    @Test func listenerAndLimitEndTheAnswer() throws {
        let prompt = TinyModel.tokens(11, seed: 5)
        let full = greedy(prompt, 12)
        var seen: [Int32] = []
        let answer = try Generator(model).answer(prompt, .init(maximumNewTokens: 12)) {
            seen.append($0)
            return seen.count < 3
        }
        #expect(answer.tokens == Array(full[..<3]) && seen == answer.tokens)
        #expect(
            try Generator(model).answer(prompt, .init(maximumNewTokens: 0)).tokens.isEmpty)
        #expect(
            try Generator(model).answer(prompt, .init(maximumNewTokens: 1)).tokens
                == Array(full[..<1]))
    }

    /// Timing a warm beginning leaves the cache such that later answers are those of a cold one.
    @Test func timingAWarmBeginningChangesNoAnswer() throws {
        let prompts = [
            TinyModel.tokens(30, seed: 6) + [1, 2], TinyModel.tokens(30, seed: 6) + [3],
        ]
        let shared = Generator.commonCount(prompts)
        #expect(shared == 30)
        let generator = Generator(model, capacity: 60)
        for cached in [shared, 0, 7, shared] {
            #expect(try generator.warmPrefillMilliseconds(prompts[0], cachedCount: cached) > 0)
            let answer = try generator.answer(prompts[1], .init(maximumNewTokens: 6))
            #expect(answer.tokens == greedy(prompts[1], 6) && answer.cachedTokenCount == shared)
        }
    }

    @Test func warmCacheIsUsedAndChangesNothing() throws {
        let generator = Generator(model, capacity: 60)
        let shared = TinyModel.tokens(20, seed: 6)
        let options = Generator.Options(maximumNewTokens: 8)
        _ = try generator.answer(shared + [1, 2, 3], options)
        let warm = try generator.answer(shared + [4, 5], options)
        #expect(warm.cachedTokenCount == 20)
        #expect(warm.tokens == greedy(shared + [4, 5], 8))
        let again = try generator.answer(shared + [4, 5], options)
        // The last token is always computed, for its logits.
        #expect(again.cachedTokenCount == 21 && again.tokens == warm.tokens)
        var cold = options
        cold.isCacheCold = true
        let fresh = try generator.answer(shared + [4, 5], cold)
        #expect(fresh.cachedTokenCount == 0 && fresh.tokens == warm.tokens)
        generator.reset()
        #expect(try generator.answer(shared, options).cachedTokenCount == 0)
    }

    // MARK: Several prompts

    @Test func answersTogetherAreThoseOfEachPrompt() throws {
        let shared = TinyModel.tokens(30, seed: 6)
        let prompts =
            [[1, 2, 3], [4], [5, 6, 7, 8, 9], [4]].map { shared + $0 } + [shared]
        let options = Generator.Options(maximumNewTokens: 9)
        let generator = Generator(model, capacity: 60)
        let answers = try generator.answers(prompts, options)
        #expect(answers.map(\.tokens) == prompts.map { greedy($0, 9) })
        #expect(answers.map(\.promptTokenCount) == [33, 31, 35, 31, 30])
        // All but the last token of the shortest prompt is shared, and computed here.
        #expect(answers.allSatisfy { $0.cachedTokenCount == 0 })
        let again = try generator.answers(prompts, options)
        #expect(again.map(\.tokens) == answers.map(\.tokens))
        #expect(again.allSatisfy { $0.cachedTokenCount == 29 })
        var cold = options
        cold.isCacheCold = true
        let fresh = try generator.answers(prompts, cold)
        #expect(fresh.map(\.tokens) == answers.map(\.tokens))
        #expect(fresh.allSatisfy { $0.cachedTokenCount == 0 })
        // One prompt after several, and several after one, on the same cache.
        #expect(try generator.answer(prompts[2], options).tokens == answers[2].tokens)
        #expect(
            try generator.answers(Array(prompts[..<2]), options).map(\.tokens)
                == answers[..<2].map(\.tokens))
    }

    @Test func promptsWithNothingInCommonAreAnsweredTogetherToo() throws {
        let prompts = [4, 1, 20].map { TinyModel.tokens($0, seed: UInt64($0)) }
        let answers = try Generator(model, capacity: 40).answers(
            prompts, .init(maximumNewTokens: 7))
        #expect(answers.map(\.tokens) == prompts.map { greedy($0, 7) })
        let one = try Generator(model, capacity: 40).answers(
            [prompts[2]], .init(maximumNewTokens: 7))
        #expect(one.map(\.tokens) == [answers[2].tokens])
    }

    @Test func eachOfSeveralAnswersEndsForItself() throws {
        let shared = TinyModel.tokens(20, seed: 8)
        let prompts = [[1], [2], [3], [4]].map { shared + $0 }
        let full = prompts.map { greedy($0, 8) }
        let stop = full[0][3]
        var seen = [[Int32]](repeating: [], count: 4)
        let answers = try Generator(model, capacity: 40).answers(
            prompts, .init(maximumNewTokens: 8, stopTokens: [stop])
        ) { prompt, token in
            seen[prompt].append(token)
            // The third one is called off.
            return prompt != 2 || seen[prompt].count < 2
        }
        for (index, answer) in answers.enumerated() {
            var expected = Array(full[index].prefix { $0 != stop })
            if index == 2 { expected = Array(expected.prefix(2)) }
            #expect(answer.tokens == expected, "\(index)")
        }
        #expect(seen == answers.map(\.tokens))
        let none = try Generator(model).answers(prompts, .init(maximumNewTokens: 0))
        #expect(none.allSatisfy { $0.tokens.isEmpty })
    }

    @Test func severalAnswersAreSampledAsEachWouldBe() throws {
        let prompts = [[1, 2], [3, 4], [1, 2]].map { TinyModel.tokens(20, seed: 8) + $0 }
        let options = Generator.Options(
            maximumNewTokens: 10, sampler: Sampler(temperature: 0.7, topP: 0.95, seed: 4))
        let answers = try Generator(model, capacity: 40).answers(prompts, options)
        let alone = try prompts.map { try Generator(model, capacity: 40).answer($0, options) }
        #expect(answers.map(\.tokens) == alone.map(\.tokens))
    }

    @Test func oneOfSeveralPromptsThatIsTooLongIsRefused() {
        let error = #expect(throws: ModelError.self) {
            try Generator(model, capacity: 20).answers(
                [[1, 2], TinyModel.tokens(15, seed: 1)], .init(maximumNewTokens: 6))
        }
        #expect(error == .contextExceeded(tokens: 21, limit: 20))
    }

    @Test func aPromptLongerThanTheContextIsRefused() {
        let generator = Generator(model, capacity: 20)
        let error = #expect(throws: ModelError.self) {
            try generator.answer(TinyModel.tokens(15, seed: 1), .init(maximumNewTokens: 6))
        }
        #expect(
            error?.description
                == "The prompt and its answer take 21 tokens, but the model's context has 20. "
                + "Shorten the template or use fewer examples.")
        #expect(throws: Never.self) {
            try generator.answer(TinyModel.tokens(15, seed: 1), .init(maximumNewTokens: 5))
        }
    }

    @Test func generationIsBitEqualForAnyNumberOfThreads() throws {
        let tokens = TinyModel.tokens(600, seed: 7)
        let results = try [1, 2, 3].map { threadCount in
            let model = TinyModel.make(adapter: TinyModel.adapter(), threadCount: threadCount)
            let cache = KeyValueCache(for: model, capacity: 601)
            return try [
                model.extend(cache, with: tokens), model.extend(cache, with: [3] as [Int32]),
            ]
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }
}

@Suite struct SamplerTests {
    @Test func greedyTakesTheFirstOfTheLargest() {
        var sampler = Sampler.greedy
        #expect(sampler.sample([1, 5, 5, 2]) == 1)
        #expect(sampler.sample([-3]) == 0)
    }

    @Test func frequenciesFollowTheProbabilities() {
        var sampler = Sampler(temperature: 1, seed: 3)
        var counts = [0, 0, 0]
        // Probabilities 1/2, 1/3, 1/6.
        let logits: [Float] = [0, -0.405_465, -1.098_612]
        for _ in 0..<12_000 { counts[Int(sampler.sample(logits))] += 1 }
        for (count, expected) in zip(counts, [6_000, 4_000, 2_000]) {
            // Four standard deviations.
            #expect(abs(count - expected) < 220)
        }
    }

    @Test func temperatureSharpens() {
        var cold = Sampler(temperature: 0.05, seed: 1)
        #expect((0..<200).allSatisfy { _ in cold.sample([1, 2, 0]) == 1 })
    }

    @Test func topPKeepsOnlyTheMostProbable() {
        let logits: [Float] = [0, -0.405_465, -1.098_612]
        var half = Sampler(temperature: 1, topP: 0.45, seed: 1)
        #expect((0..<200).allSatisfy { _ in half.sample(logits) == 0 })
        var most = Sampler(temperature: 1, topP: 0.8, seed: 1)
        #expect(Set((0..<500).map { _ in most.sample(logits) }) == [0, 1])
    }

    @Test func sameSeedGivesTheSameTokens() {
        func draw(_ seed: UInt64) -> [Int32] {
            var sampler = Sampler(temperature: 1, topP: 0.9, seed: seed)
            return (0..<50).map { _ in sampler.sample([0, 0.1, 0.2, 0.3]) }
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
    }

    @Test func generatorIsTheReferences() {
        // First outputs of SplitMix64 from seed 1234567, as its author gives them.
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
        #expect((0..<1_000).allSatisfy { _ in (0..<1).contains(generator.unit()) })
        var order = Array(0..<20)
        generator.shuffle(&order)
        #expect(order.sorted() == Array(0..<20) && order != Array(0..<20))
    }
}
