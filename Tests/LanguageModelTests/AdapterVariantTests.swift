#if !DEBUG
    import Kernels
    import LanguageModel
    import Testing

    /// Dropout, scales, and adapters on some layers or modules only.
    @Suite struct AdapterVariantTests {
        private func lora(
            rank: Int = 3, alpha: Float = 4,
            modules: [ProjectionModule] = ProjectionModule.allCases,
            dropout: Float = 0, isStabilised: Bool = false, layers: [Int]? = nil
        ) -> LoRAConfiguration {
            LoRAConfiguration(
                rank: rank, alpha: alpha, targetModules: modules, dropout: dropout,
                usesRankStabilisedScale: isStabilised, layers: layers)
        }

        /// The values of another adapter where both have a tensor, zeros elsewhere.
        private func copyOrClear(_ target: LoRAAdapter, from source: LoRAAdapter) {
            for entry in target.parameters.entries {
                let values = target.parameters.pointer(entry)
                if let own = source.parameters.entry(entry.name) {
                    values.update(from: source.parameters.pointer(own), count: entry.count)
                } else if entry.name.hasSuffix("lora_B.weight") {
                    values.update(repeating: 0, count: entry.count)
                }
            }
        }

        // MARK: Dropout

        @Test(arguments: ModelFamily.allCases)
        func rateZeroAndNoSeedAreNoDropout(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            let forest = SegmentForest(models.records())
            func gradients(_ rate: Float, _ seed: UInt64?) throws -> [Float] {
                let model = try models.make(adapter: models.adapter(lora(dropout: rate)))
                return model.adapterGradients(forest, dropoutSeed: seed).values.copyToArray()
            }
            let plain = try gradients(0, nil)
            #expect(try gradients(0, 7) == plain)
            #expect(try gradients(0.3, nil) == plain)
            let masked = try gradients(0.3, 7)
            #expect(masked != plain)
            #expect(try gradients(0.3, 7) == masked)
            #expect(try gradients(0.3, 8) != masked)
        }

        @Test func lossesAndAnswersKnowNoDropout() throws {
            let models = try FamilyModels(.llama)
            let forest = SegmentForest(models.records())
            let plain = try models.make(adapter: models.adapter(lora()))
            let masked = try models.make(adapter: models.adapter(lora(dropout: 0.5)))
            _ = masked.adapterGradients(forest, dropoutSeed: 1)
            #expect(masked.losses(forest) == plain.losses(forest))
            let tokens = models.tokens(9, seed: 1)
            #expect(
                try Generator(masked).answer(tokens, .init(maximumNewTokens: 5)).tokens
                    == Generator(plain).answer(tokens, .init(maximumNewTokens: 5)).tokens)
        }

        /// The mean over many masks is what there is without them.
        ///
        /// With B zero nothing else depends on the masks, and the gradient of B is linear in the masked
        /// input: its mean over many masks is the gradient without them. At a rate of 0.2 a mask's
        /// deviation is half of a number, which 400 masks make 1/40 of it; a sum over some 20 rows and
        /// 16 columns of both signs loses a little of that again.
        @Test(arguments: [ModelFamily.llama, .mixtral])
        func expectationIsKept(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            let adapter = LoRAAdapter(lora(dropout: 0.2), for: models.configuration, seed: 3)
            let model = try models.make(adapter: adapter)
            let forest = SegmentForest(models.records())
            let expected = model.adapterGradients(forest)
            let sum = adapter.parameters.makeCompanion()
            for seed in 0..<400 {
                let loss = model.accumulateGradients(
                    forest, scale: 1 / 400, into: GradientTarget(adapter: sum),
                    dropoutSeed: UInt64(seed)
                ).objective
                #expect(loss == expected.loss)
            }
            for entry in adapter.parameters.entries where entry.name.hasSuffix("lora_B.weight") {
                #expect(
                    relativeDifference(slice(sum, entry), slice(expected.values, entry)) < 0.1,
                    "\(entry.name)")
            }
        }

        // MARK: Scale

        @Test func stabilisedScaleIsAlphaOverTheRootOfTheRank() throws {
            #expect(lora(rank: 16, alpha: 32).scale == 2)
            #expect(lora(rank: 16, alpha: 32, isStabilised: true).scale == 8)
            let models = try FamilyModels(.qwen3)
            let forest = SegmentForest(models.records())
            let stabilised = try models.make(
                adapter: models.adapter(lora(rank: 4, alpha: 4, isStabilised: true)))
            let plain = try models.make(adapter: models.adapter(lora(rank: 4, alpha: 8)))
            #expect(stabilised.losses(forest) == plain.losses(forest))
            #expect(
                stabilised.adapterGradients(forest).values.copyToArray()
                    == plain.adapterGradients(forest).values.copyToArray())
        }

        // MARK: Layers and modules

        private func expectPart(
            _ models: FamilyModels, _ part: LoRAConfiguration, _ storage: EngineStorage = .float32
        ) throws {
            let some = models.adapter(part)
            let all = models.adapter(lora())
            copyOrClear(all, from: some)
            let forest = SegmentForest(models.records())
            let (own, whole) = (
                try models.make(storage, adapter: some), try models.make(storage, adapter: all)
            )
            for (a, b) in zip(own.losses(forest), whole.losses(forest)) {
                #expect(abs(a - b) <= 1e-5 * abs(b) + 1e-6)
            }
            let (found, expected) = (own.adapterGradients(forest), whole.adapterGradients(forest))
            for entry in some.parameters.entries {
                let other = try #require(all.parameters.entry(entry.name))
                #expect(
                    relativeDifference(slice(found.values, entry), slice(expected.values, other))
                        < 1e-4, "\(entry.name)")
            }
            // Decoding reads the borders in its own way.
            let tokens = models.tokens(10, seed: 3)
            let logits = try [own, whole].map { model in
                let cache = KeyValueCache(for: model, capacity: 16)
                _ = try model.extend(cache, with: tokens)
                return try model.extend(cache, with: [5] as [Int32])
            }
            #expect(relativeDifference(logits[0], logits[1]) < 1e-5)
        }

        @Test(arguments: ModelFamily.allCases)
        func adaptersOnSomeLayersAreFullOnesWithZeros(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            for layers in [[1], [0, 2], [2]] {
                let some = models.adapter(lora(layers: layers))
                #expect(
                    some.parameters.entries.allSatisfy { entry in
                        layers.contains { entry.name.contains(".layers.\($0).") }
                    })
                try expectPart(models, lora(layers: layers))
            }
            #expect(models.adapter(lora(layers: [])).parameters.count == 0)
        }

        private static let subsets: [[ProjectionModule]] = [
            [.query, .value], [.key], [.output], [.gate], [.up, .down], [.output, .down],
            [.query, .key, .value, .output],
        ]

        @Test(arguments: ModelFamily.allCases, subsets)
        func adaptersOnSomeModulesAreFullOnesWithZeros(
            _ family: ModelFamily, _ modules: [ProjectionModule]
        ) throws {
            try expectPart(FamilyModels(family), lora(modules: modules))
        }

        @Test(arguments: [WeightType.int8, .int4])
        func bordersBesideQuantisedWeightsAreTheSame(_ type: WeightType) throws {
            try expectPart(
                FamilyModels(.qwen3MoE), lora(modules: [.value, .gate, .down], layers: [0, 1]),
                EngineStorage(weights: type, precision: .float32))
        }

        /// Adapters of different ranks come and go on one model.
        @Test(arguments: EngineStorage.all)
        func aModelTakesOneAdapterAfterTheOther(_ storage: EngineStorage) throws {
            let models = try FamilyModels(.llama)
            let model = try models.make(storage)
            let forest = SegmentForest(models.records())
            let bare = model.losses(forest)
            for rank in [2, 7, 3, 20, 1] {
                let configuration = lora(
                    rank: rank, modules: rank == 7 ? [.key, .up] : [.query, .down])
                model.adapter = models.adapter(configuration)
                let fresh = try models.make(storage, adapter: models.adapter(configuration))
                let (found, expected) = (
                    model.adapterGradients(forest).values.copyToArray(),
                    fresh.adapterGradients(forest).values.copyToArray()
                )
                #expect(relativeDifference(found, expected) < 1e-5, "rank \(rank)")
                #expect(model.losses(forest) != bare)
                model.adapter = nil
                #expect(
                    relativeDifference(model.losses(forest), bare) < 1e-6, "after rank \(rank)")
            }
        }
    }
#endif
