#if !DEBUG
    import Kernels
    import LanguageModel
    import Testing

    /// Short and quantised weights against single precision.
    @Suite struct StorageTests {
        /// The parameters as a storage holds them, in floats: only matrices are rounded, and never a
        /// router.
        private func rounded(_ models: FamilyModels, _ type: WeightType) -> ParameterSet {
            let result = ParameterSet(
                models.parameters.entries.map { (name: $0.name, shape: $0.shape) })
            result.values.copy(from: models.parameters.values)
            for entry in result.entries
            where entry.shape.count == 2 && !entry.name.hasSuffix(".gate.weight") {
                let matrix = WeightMatrix(type: type, rows: entry.shape[0], width: entry.shape[1])
                let values = result.pointer(entry)
                for row in 0..<matrix.rows { matrix.setRow(row, values + row * matrix.width) }
                matrix.expand(0..<matrix.rows, into: Matrix(values, stride: matrix.width))
            }
            return result
        }

        /// Weights are rounded when they are stored; everything after that is in single precision, so
        /// losses and gradients are those of a model in floats on the rounded weights.
        @Test(arguments: ModelFamily.allCases, [WeightType.int8, .int4])
        func quantisedTrainingIsThatOnTheWidenedWeights(
            _ family: ModelFamily, _ type: WeightType
        ) throws {
            let models = try FamilyModels(family)
            let quantised = try models.make(
                EngineStorage(weights: type, precision: .float32), adapter: models.adapter())
            let plain = try models.make(
                adapter: models.adapter(), parameters: rounded(models, type))
            let forest = SegmentForest(models.records())
            let (found, expected) = (quantised.losses(forest), plain.losses(forest))
            for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-5 * abs(b) + 1e-6) }
            let (own, other) = (
                quantised.adapterGradients(forest), plain.adapterGradients(forest)
            )
            #expect(abs(own.loss - other.loss) < 1e-5 * other.loss)
            for entry in quantised.adapter?.parameters.entries ?? [] {
                #expect(
                    relativeDifference(slice(own.values, entry), slice(other.values, entry)) < 1e-4,
                    "\(entry.name)")
            }
            let tokens = models.tokens(20, seed: 3)
            #expect(
                relativeDifference(quantised.fullLogits(tokens), plain.fullLogits(tokens)) < 1e-5)
        }

        /// How far losses and gradients may be from those in single precision.
        ///
        /// A number of 8 bits is off by 2^-8 = 0.4 % at most, one quantised to 8 bits by half of
        /// 1/127 of its group's largest, one quantised to 4 bits by half of an eighth of it. Sums
        /// over 16 numbers hardly average that out, and three layers carry it on: gradients of 4 bits
        /// only point the same way. Weights of deviation 0.1 keep the models from being more
        /// sensitive still. Limits are some 1.5 times what the worst family shows.
        private static let limits: [(EngineStorage, loss: Double, gradient: Double)] = [
            (.bfloat16, 0.002, 0.045),
            (EngineStorage(weights: .int8, precision: .float32), 0.002, 0.07),
            (EngineStorage(weights: .int8, precision: .bfloat16), 0.002, 0.08),
            (EngineStorage(weights: .int4, precision: .float32), 0.03, 0.9),
            (EngineStorage(weights: .int4, precision: .bfloat16), 0.03, 0.9),
        ]

        @Test(arguments: ModelFamily.allCases, limits.indices)
        func shortStoragesAreClose(_ family: ModelFamily, _ index: Int) throws {
            let (storage, lossLimit, gradientLimit) = Self.limits[index]
            let models = FamilyModels(TinyFamilies.configuration(family), deviation: 0.1)
            let plain = try models.make(adapter: models.adapter())
            let short = try models.make(storage, adapter: models.adapter())
            #expect(short.storage == storage && short.parameters == nil)
            let forest = SegmentForest(models.records() + models.records(seed: 90))
            let (expected, found) = (plain.adapterGradients(forest), short.adapterGradients(forest))
            let loss = abs(found.loss - expected.loss) / expected.loss
            let gradient = relativeDifference(
                found.values.copyToArray(), expected.values.copyToArray())
            #expect(loss < lossLimit, "\(storage.name)")
            #expect(gradient < gradientLimit, "\(storage.name)")
            // It is another model after all.
            #expect(found.loss != expected.loss)
        }

        /// A base in training: its values stay floats, what is computed with them is short.
        @Test(arguments: [true, false])
        func gradientsOfAShortBaseAreClose(tiesEmbeddings: Bool) throws {
            var configuration = TinyModel.configuration
            configuration.tiesEmbeddings = tiesEmbeddings
            let forest = SegmentForest(TinyModel.records(seed: 4))
            func gradients(_ storage: EngineStorage) -> (loss: Double, values: [Float]) {
                let parameters = DecoderParameters.random(configuration, deviation: 0.1, seed: 1)
                let model = Transformer(
                    configuration: configuration, parameters: parameters, storage: storage,
                    compute: Compute(threadCount: 2))
                let values = parameters.makeCompanion()
                let sums = model.accumulateGradients(
                    forest, scale: 1, into: GradientTarget(base: values))
                return (sums.objective, values.copyToArray())
            }
            let (plain, short) = (gradients(.float32), gradients(.bfloat16))
            #expect(abs(short.loss - plain.loss) < 0.002 * plain.loss)
            let parameters = DecoderParameters.random(configuration, seed: 1)
            for entry in parameters.entries {
                let range = entry.offset..<(entry.offset + entry.count)
                let difference = relativeDifference(
                    Array(short.values[range]), Array(plain.values[range]))
                #expect(difference < 0.045 && difference > 0, "\(entry.name): \(difference)")
            }
        }

        @Test func storagesKnowTheirNames() {
            #expect(
                EngineStorage.all.map(\.name) == [
                    "float32", "bfloat16", "int8 weights, bfloat16", "int8 weights, float32",
                    "int4 weights, bfloat16", "int4 weights, float32",
                ])
            // Weights in single precision are never computed with in less.
            #expect(EngineStorage(weights: .float32, precision: .bfloat16) == .float32)
        }

        @Test func smallerStoragesTakeLess() throws {
            let models = FamilyModels(
                ModelConfiguration(
                    vocabularySize: 100, hiddenSize: 128, intermediateSize: 256, layerCount: 1,
                    headCount: 4, keyValueHeadCount: 4, contextLength: 64))
            let bytes = try [
                EngineStorage.float32, .bfloat16,
                EngineStorage(weights: .int8, precision: .bfloat16),
                EngineStorage(weights: .int4, precision: .bfloat16),
            ].map { try models.make($0).weightByteCount }
            #expect(bytes[1] * 2 == bytes[0])
            #expect(bytes == bytes.sorted(by: >))
        }

        @Test(arguments: EngineStorage.all)
        func noiseModelsOfOneSeedAreEqual(_ storage: EngineStorage) throws {
            let configuration = TinyFamilies.configuration(.qwen3MoE)
            func losses(_ seed: UInt64, _ threadCount: Int) throws -> [Float] {
                let model = try Transformer(
                    random: configuration, storage: storage, seed: seed,
                    compute: Compute(threadCount: threadCount))
                return model.losses(
                    SegmentForest([
                        TokenSequence(
                            tokens: TinyModel.tokens(20, seed: 1, below: 24), promptCount: 5)
                    ]))
            }
            let first = try losses(1, 1)
            #expect(first.allSatisfy { $0.isFinite })
            #expect(try losses(1, 3) == first)
            #expect(try losses(2, 1) != first)
        }
    }
#endif
