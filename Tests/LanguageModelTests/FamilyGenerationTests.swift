#if !DEBUG
    import Kernels
    import LanguageModel
    import Testing

    /// Caches, branches and batches of every family, in every storage.
    @Suite struct FamilyGenerationTests {
        private static let precise = EngineStorage.all.filter { $0.precision == .float32 }

        /// How far a cached token's logits may be from those of the whole sequence.
        ///
        /// In single precision a cached token goes through other sums than a whole sequence: within
        /// 1e-5. Where products of many rows round their operands to 8 bits and decoding does not, the
        /// two differ by that rounding through three layers.
        private func tolerance(_ storage: EngineStorage) -> Double {
            storage.precision == .float32 ? 2e-5 : 0.08
        }

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func cachedLogitsEqualTheFullForward(_ family: ModelFamily, _ storage: EngineStorage) throws
        {
            let models = try FamilyModels(family)
            let model = try models.make(storage, adapter: models.adapter())
            let tokens = models.tokens(40, seed: 1)
            let cache = KeyValueCache(for: model, capacity: 40)
            var start = 0
            for count in [1, 7, 1, 1, 20, 1, 9] {
                let found = try model.extend(cache, with: tokens[start..<start + count])
                start += count
                let expected = model.fullLogits(Array(tokens[..<start]))
                let difference = relativeDifference(found, expected)
                #expect(difference < tolerance(storage), "\(storage.name) at \(start)")
            }
            #expect(cache.tokens == tokens)
        }

        /// A greedy answer token by token is what the whole sequence's logits say at each of its places.
        @Test(arguments: ModelFamily.allCases, precise)
        func answersFollowTheFullForward(_ family: ModelFamily, _ storage: EngineStorage) throws {
            let models = try FamilyModels(family)
            let model = try models.make(storage, adapter: models.adapter())
            let prompt = models.tokens(11, seed: 5)
            let answer = try Generator(model).answer(prompt, .init(maximumNewTokens: 20))
            #expect(answer.tokens.count == 20)
            var tokens = prompt
            for token in answer.tokens {
                let logits = model.fullLogits(tokens)
                // Within rounding of the largest.
                #expect(logits[Int(token)] >= (logits.max() ?? 0) - 1e-3)
                tokens.append(token)
            }
        }

        // MARK: Branches

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func branchesEqualPlainCaches(_ family: ModelFamily, _ storage: EngineStorage) throws {
            let models = try FamilyModels(family)
            let model = try models.make(storage, adapter: models.adapter())
            let template = models.tokens(21, seed: 1)
            let root = KeyValueCache(for: model, capacity: 40)
            _ = try model.extend(root, with: template)
            // Two branches, one of which branches again; the root goes on meanwhile.
            let left = KeyValueCache(for: model, capacity: 12, branchingFrom: root)
            let right = KeyValueCache(for: model, capacity: 12, branchingFrom: root)
            _ = try model.extend(left, with: [1, 2, 3] as [Int32])
            let leaf = KeyValueCache(for: model, capacity: 6, branchingFrom: left)
            _ = try model.extend(root, with: [9, 9] as [Int32])
            for (cache, prefix) in [
                (left, template + [1, 2, 3]), (right, template), (leaf, template + [1, 2, 3]),
            ] {
                #expect(cache.count == prefix.count)
                let plain = KeyValueCache(for: model, capacity: 64)
                _ = try model.extend(plain, with: prefix)
                for step in [[4, 5], [6], [7], [8, 2]] as [[Int32]] {
                    let found = try model.extend(cache, with: step)
                    let expected = try model.extend(plain, with: step)
                    // The same rows of keys in other parts.
                    #expect(
                        relativeDifference(found, expected)
                            < (storage.precision == .float32 ? 1e-5 : 0.02), "\(storage.name)")
                }
                #expect(cache.count == plain.count)
            }
        }

        @Test func branchesKnowTheirPlace() throws {
            let models = try FamilyModels(.llama)
            let model = try models.make()
            let root = KeyValueCache(for: model, capacity: 10)
            _ = try model.extend(root, with: models.tokens(8, seed: 1))
            let branch = KeyValueCache(for: model, capacity: 3, branchingFrom: root)
            #expect(branch.prefixCount == 8 && branch.count == 8 && branch.tokens.isEmpty)
            _ = try model.extend(branch, with: [1, 2] as [Int32])
            #expect(branch.count == 10 && branch.tokens == [1, 2])
            let error = #expect(throws: ModelError.self) {
                try model.extend(branch, with: [3, 4] as [Int32])
            }
            #expect(error == .contextExceeded(tokens: 12, limit: 11))
            _ = try model.extend(branch, with: [3] as [Int32])
            let other = #expect(throws: ModelError.self) { try model.decode([(branch, 5)]) }
            #expect(other == .contextExceeded(tokens: 12, limit: 11))
            branch.truncate(to: 9)
            #expect(branch.tokens == [1])
            branch.truncate(to: 8)
            #expect(branch.tokens.isEmpty && root.count == 8)
            #expect(branch.commonPrefix(with: [1]) == 0)
        }

        // MARK: Batches

        /// Sequences of different lengths, with and without parents, in more than one block of rows.
        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func decodingTogetherIsDecodingAlone(_ family: ModelFamily, _ storage: EngineStorage) throws
        {
            let models = try FamilyModels(family)
            let model = try models.make(storage, adapter: models.adapter())
            let root = KeyValueCache(for: model, capacity: 30)
            _ = try model.extend(root, with: models.tokens(13, seed: 1))
            func caches() throws -> [KeyValueCache] {
                try [3, 11, 1, 7, 16, 5].enumerated().map { index, count in
                    let cache = KeyValueCache(
                        for: model, capacity: 40, branchingFrom: index % 2 == 0 ? root : nil)
                    _ = try model.extend(cache, with: models.tokens(count, seed: UInt64(index)))
                    return cache
                }
            }
            let (together, alone) = (try caches(), try caches())
            for step in 0..<6 {
                let tokens = (0..<6).map { Int32(($0 * 5 + step) % 24) }
                // The batch shrinks, as answers end.
                let count = 6 - step
                let found = try model.decode(
                    (0..<count).map { (cache: together[$0], token: tokens[$0]) })
                #expect(found.count == count)
                for index in 0..<count {
                    let one = try model.decode([(cache: alone[index], token: tokens[index])])
                    #expect(found[index] == one[0], "\(storage.name): \(index) of \(count)")
                }
            }
            #expect(try model.decode([]).isEmpty)
        }

        /// Sequences that are prefilled together, some behind what a cache has already, one longer
        /// than a pass.
        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func prefillingTogetherIsPrefillingAlone(
            _ family: ModelFamily, _ storage: EngineStorage
        ) throws {
            let models = try FamilyModels(family)
            let model = try models.make(storage, adapter: models.adapter())
            let root = KeyValueCache(for: model, capacity: 30)
            _ = try model.extend(root, with: models.tokens(13, seed: 1))
            let prompts = [3, 700, 1, 500, 16, 1].enumerated().map {
                models.tokens($1, seed: UInt64(20 + $0))
            }
            func caches() throws -> [KeyValueCache] {
                try prompts.enumerated().map { index, prompt in
                    let cache = KeyValueCache(
                        for: model, capacity: prompt.count + 8,
                        branchingFrom: index % 3 == 0 ? root : nil)
                    if index % 2 == 0 {
                        _ = try model.extend(cache, with: models.tokens(4, seed: 2))
                    }
                    return cache
                }
            }
            let (together, alone) = (try caches(), try caches())
            let found = try model.prefill(zip(together, prompts).map { ($0, $1) })
            // Products of other numbers of rows may add up in another order.
            let limit = storage.precision == .float32 ? 1e-5 : 0.02
            for (index, prompt) in prompts.enumerated() {
                let expected = try model.prefill([(alone[index], prompt)])[0]
                #expect(together[index].tokens == alone[index].tokens)
                #expect(
                    relativeDifference(found[index], expected) < limit,
                    "\(storage.name): \(index)")
                let next = try [together, alone].map {
                    try model.extend($0[index], with: [7] as [Int32])
                }
                #expect(relativeDifference(next[0], next[1]) < limit, "\(storage.name): \(index)")
            }
            #expect(try model.prefill([]).isEmpty)
        }

        @Test(arguments: ModelFamily.allCases, EngineStorage.all)
        func generationIsBitEqualForAnyNumberOfThreads(
            _ family: ModelFamily, _ storage: EngineStorage
        ) throws {
            let models = try FamilyModels(family)
            let results = try [1, 2, 3].map { threadCount in
                let model = try models.make(
                    storage, adapter: models.adapter(), threadCount: threadCount)
                let cache = KeyValueCache(for: model, capacity: 301)
                return try [
                    model.extend(cache, with: models.tokens(300, seed: 7)),
                    model.extend(cache, with: [3] as [Int32]),
                ]
            }
            #expect(results[1] == results[0] && results[2] == results[0], "\(storage.name)")
        }
    }
#endif
