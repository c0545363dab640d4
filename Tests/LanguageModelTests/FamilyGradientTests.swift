#if !DEBUG
    import Foundation
    import Kernels
    import LanguageModel
    import Testing

    /// The adapter's gradient in every family against differences of the loss.
    ///
    /// Each tensor is moved along its own gradient and a random direction of the same length, so that
    /// the difference is about as large as the gradient. With a step of 2e-3, losses of 30 in single
    /// precision leave an error of about 3e-3. A routing that changes within the step makes the loss
    /// jump: the differences to both sides then disagree, and that tensor says nothing.
    @Suite struct FamilyGradientTests {
        private func check(
            _ adapter: LoRAAdapter, _ gradients: FloatBuffer, hasExperts: Bool, what: String,
            loss: () -> Double
        ) {
            var random = SeededGenerator(seed: 77)
            let parameters = adapter.parameters
            let step: Float = 2e-3
            let middle = loss()
            var (checked, jumped) = (0, 0)
            for entry in parameters.entries {
                let values = parameters.pointer(entry)
                let before = slice(parameters.values, entry)
                let gradient = slice(gradients, entry)
                let noise = (0..<entry.count).map { _ in random.normal() }
                let (own, other) = (norm(gradient), norm(noise))
                let mixed = zip(gradient, noise).map { $0 / max(own, 1e-12) + $1 / other }
                let length = norm(mixed)
                let direction = mixed.map { $0 / length }
                func moved(_ sign: Float) -> Double {
                    for index in 0..<entry.count {
                        values[index] = before[index] + sign * step * direction[index]
                    }
                    defer { for index in 0..<entry.count { values[index] = before[index] } }
                    return loss()
                }
                let (up, down) = (moved(1), moved(-1))
                let width = Double(step)
                let difference = (up - down) / (2 * width)
                let sides = ((up - middle) / width, (middle - down) / width)
                if hasExperts, abs(sides.0 - sides.1) > 0.1 * abs(difference) + 0.1 {
                    jumped += 1
                    continue
                }
                checked += 1
                let product = zip(gradient, direction).reduce(0) {
                    $0 + Double($1.0) * Double($1.1)
                }
                #expect(
                    abs(product - difference) <= 0.02 * abs(difference) + 1e-2,
                    "\(what), \(entry.name): \(product) for \(difference)")
            }
            #expect(
                checked > 0 && jumped <= parameters.entries.count / 10, "\(what): \(jumped) jumped")
        }

        private func norm(_ values: [Float]) -> Float {
            values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }

        @Test(arguments: ModelFamily.allCases)
        func gradientMatchesFiniteDifferences(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            let adapter = models.adapter()
            let model = try models.make(adapter: adapter)
            let forest = SegmentForest(models.records())
            let (total, gradients) = model.adapterGradients(forest)
            func loss() -> Double { model.losses(forest).reduce(0) { $0 + Double($1) } }
            #expect(abs(total - loss()) < 1e-4)
            check(
                adapter, gradients, hasExperts: family.hasMixture, what: "\(family)", loss: loss)
        }

        /// The loss of a step with the same masks is the function whose gradient is computed.
        @Test(arguments: ModelFamily.allCases)
        func gradientUnderAFixedMaskMatchesFiniteDifferences(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            let adapter = models.adapter(LoRAConfiguration(rank: 3, alpha: 4, dropout: 0.3))
            let model = try models.make(adapter: adapter)
            let forest = SegmentForest(models.records())
            let (total, gradients) = model.adapterGradients(forest, dropoutSeed: 5)
            func loss() -> Double {
                model.accumulateGradients(
                    forest, scale: 1, into: GradientTarget(), dropoutSeed: 5
                ).objective
            }
            #expect(abs(total - loss()) < 1e-9)
            #expect(total != model.losses(forest).reduce(0) { $0 + Double($1) })
            check(
                adapter, gradients, hasExperts: family.hasMixture, what: "\(family)", loss: loss)
        }

        @Test(arguments: ModelFamily.allCases)
        func everyExpertAndModuleHasAGradient(_ family: ModelFamily) throws {
            let models = try FamilyModels(family)
            let model = try models.make(adapter: models.adapter())
            let (_, gradients) = model.adapterGradients(SegmentForest(models.records()))
            let entries = model.adapter?.parameters.entries ?? []
            for entry in entries {
                #expect(slice(gradients, entry).contains { $0 != 0 }, "\(entry.name)")
            }
            let experts = entries.count { $0.name.contains(".experts.") }
            // Three experts with three pairs each, in the layers that have any.
            let sparse = (0..<3).count { models.configuration.isSparse(layer: $0) }
            #expect(experts == sparse * 3 * 3 * 2)
        }
    }
#endif
