import Kernels
import LanguageModel
import Project

extension EngineStorage {
    /// What a project's settings come to on a machine.
    ///
    /// - Parameters:
    ///   - settings: with "auto" where the machine decides.
    ///   - isFastWithBFloat16: whether the machine has products of bfloat16.
    package init(
        _ settings: ProjectFile.Training,
        isFastWithBFloat16: Bool = Compute.defaultBackend.isFastWithBFloat16
    ) {
        let precision: ScalarType =
            switch settings.precision {
            case .auto: isFastWithBFloat16 ? .bfloat16 : .float32
            case .float32: .float32
            case .bfloat16: .bfloat16
            }
        let weights: WeightType =
            switch settings.base {
            case .native: precision == .float32 ? .float32 : .bfloat16
            case .int8: .int8
            case .int4: .int4
            }
        self.init(weights: weights, precision: precision)
    }
}
