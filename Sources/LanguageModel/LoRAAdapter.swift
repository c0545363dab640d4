import Kernels

/// Low-rank matrices beside the projections of a frozen base: y = W·x + scale · B·(A·x).
///
/// Shapes: A (rank, input width), B (output width, rank). Source: Hu et al. 2021.
package final class LoRAAdapter {
    package let configuration: LoRAConfiguration
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
        var tensors: [(name: String, shape: [Int])] = []
        for layer in 0..<model.layerCount {
            for module in ProjectionModule.allCases
            where configuration.targetModules.contains(module) {
                tensors.append(
                    (Self.nameA(module, layer), [configuration.rank, module.inputWidth(model)]))
                tensors.append(
                    (Self.nameB(module, layer), [module.outputWidth(model), configuration.rank]))
            }
        }
        parameters = ParameterSet(tensors)
    }

    // MARK: PEFT's names

    static let suffixA = ".lora_A.weight"
    static let suffixB = ".lora_B.weight"

    static func nameA(_ module: ProjectionModule, _ layer: Int) -> String {
        "base_model.model.model.layers.\(layer).\(module.path)\(suffixA)"
    }

    static func nameB(_ module: ProjectionModule, _ layer: Int) -> String {
        "base_model.model.model.layers.\(layer).\(module.path)\(suffixB)"
    }
}
