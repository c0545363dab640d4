import Kernels

/// A gated feed-forward block: that of a dense layer, or one expert of a sparse one.
final class FeedForward {
    let gateUp: FusedProjection
    let down: FusedProjection
    let width: Int

    init(
        layer: Int, expert: Int?, configuration: ModelConfiguration, storage: EngineStorage,
        building: WeightBuilding
    ) throws {
        let isExpert = expert != nil
        width = ProjectionModule.gate.outputWidth(configuration, isExpert: isExpert)
        func parts(_ modules: [ProjectionModule]) -> [FusedProjection.Part] {
            FusedProjection.parts(modules, layer: layer, expert: expert, configuration)
        }
        gateUp = try FusedProjection(
            parts([.gate, .up]), inputWidth: configuration.hiddenSize, storage: storage,
            building: building)
        down = try FusedProjection(
            parts([.down]), inputWidth: width, storage: storage, building: building)
    }
}

extension FusedProjection {
    /// The modules under each other, with the names of their tensors.
    static func parts(
        _ modules: [ProjectionModule], layer: Int, expert: Int? = nil,
        _ configuration: ModelConfiguration
    ) -> [Part] {
        var start = 0
        return modules.map { module in
            let width = module.outputWidth(configuration, isExpert: expert != nil)
            defer { start += width }
            guard let expert else {
                return Part(
                    module: module, outputs: start..<start + width,
                    weightName: DecoderParameters.projection(module, layer),
                    biasName: configuration.biasedModules.contains(module)
                        ? DecoderParameters.bias(module, layer) : nil,
                    adapterNameA: LoRAAdapter.nameA(module, layer),
                    adapterNameB: LoRAAdapter.nameB(module, layer))
            }
            let family = configuration.family
            return Part(
                module: module, outputs: start..<start + width,
                weightName: DecoderParameters.expertProjection(
                    module, layer: layer, expert: expert, family),
                biasName: nil,
                adapterNameA: LoRAAdapter.nameA(module, layer: layer, expert: expert, family),
                adapterNameB: LoRAAdapter.nameB(module, layer: layer, expert: expert, family))
        }
    }
}
