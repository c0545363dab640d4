import Kernels

/// Low-rank matrices beside the projections of a frozen base: y = W·x + scale · B·(A·x).
///
/// Shapes: A (rank, input width), B (output width, rank). Source: Hu et al. 2021.
package final class LoRAAdapter {
    package let configuration: LoRAConfiguration
    /// The base's, whose names for an expert's matrices the adapter's files use.
    package let family: ModelFamily
    package let parameters: ParameterSet

    /// An adapter that changes nothing yet: A random, B zero.
    ///
    /// A is uniform in ±1/sqrt(input width), as `torch.nn.Linear` and so PEFT start it
    /// (`kaiming_uniform_` with a = sqrt(5)).
    package convenience init(
        _ configuration: LoRAConfiguration, for model: ModelConfiguration, seed: UInt64
    ) {
        self.init(zeros: configuration, for: model)
        var generator = SeededGenerator(seed: seed)
        for entry in parameters.entries where entry.name.hasSuffix(Self.suffixA) {
            let bound = 1 / Float(entry.shape[1]).squareRoot()
            let values = parameters.pointer(entry)
            for index in 0..<entry.count {
                values[index] = (2 * generator.unit() - 1) * bound
            }
        }
    }

    /// An adapter of zeros, to be filled.
    init(zeros configuration: LoRAConfiguration, for model: ModelConfiguration) {
        self.configuration = configuration
        self.family = model.family
        parameters = ParameterSet(Self.tensors(configuration, for: model))
    }

    /// Names and shapes of all low-rank matrices, layer by layer.
    static func tensors(
        _ configuration: LoRAConfiguration, for model: ModelConfiguration
    ) -> [(name: String, shape: [Int])] {
        targets(configuration, for: model).flatMap { target in
            let input = target.module.inputWidth(model, isExpert: target.expert != nil)
            let output = target.module.outputWidth(model, isExpert: target.expert != nil)
            let path = target.path(model.family)
            return [
                (name: path + suffixA, shape: [configuration.rank, input]),
                (name: path + suffixB, shape: [output, configuration.rank]),
            ]
        }
    }

    /// The two matrices that change a tensor of the base (`….q_proj.weight`); nil where the adapter
    /// leaves it alone.
    package func matrices(
        changing tensor: String
    ) -> (a: ParameterSet.Entry, b: ParameterSet.Entry)? {
        guard tensor.hasSuffix(".weight") else { return nil }
        let module = "base_model.model." + tensor.dropLast(".weight".count)
        guard let a = parameters.entry(module + Self.suffixA),
            let b = parameters.entry(module + Self.suffixB)
        else { return nil }
        return (a, b)
    }

    // MARK: Targets

    /// A matrix with a low-rank pair beside it.
    private struct Target {
        let layer: Int
        let module: ProjectionModule
        /// Nil for a matrix that the layer has once.
        var expert: Int?

        func path(_ family: ModelFamily) -> String {
            LoRAAdapter.path(
                expert.map { module.path(expert: $0, family) } ?? module.path, layer: layer)
        }
    }

    private static func targets(
        _ configuration: LoRAConfiguration, for model: ModelConfiguration
    ) -> [Target] {
        var targets: [Target] = []
        for layer in 0..<model.layerCount where configuration.adapts(layer: layer) {
            for module in ProjectionModule.allCases
            where configuration.targetModules.contains(module) {
                if let mixture = model.mixture, mixture.isSparse(layer: layer),
                    module.isFeedForward
                {
                    targets += (0..<mixture.expertCount).map {
                        Target(layer: layer, module: module, expert: $0)
                    }
                } else {
                    targets.append(Target(layer: layer, module: module))
                }
            }
        }
        return targets
    }

    // MARK: PEFT's names

    static let suffixA = ".lora_A.weight"
    static let suffixB = ".lora_B.weight"

    static func nameA(_ module: ProjectionModule, _ layer: Int) -> String {
        path(module.path, layer: layer) + suffixA
    }

    static func nameB(_ module: ProjectionModule, _ layer: Int) -> String {
        path(module.path, layer: layer) + suffixB
    }

    static func nameA(
        _ module: ProjectionModule, layer: Int, expert: Int, _ family: ModelFamily
    ) -> String {
        path(module.path(expert: expert, family), layer: layer) + suffixA
    }

    static func nameB(
        _ module: ProjectionModule, layer: Int, expert: Int, _ family: ModelFamily
    ) -> String {
        path(module.path(expert: expert, family), layer: layer) + suffixB
    }

    private static func path(_ module: String, layer: Int) -> String {
        "base_model.model.model.layers.\(layer).\(module)"
    }
}
