import Kernels

/// How a transformer holds its base and what its products are computed in.
package struct EngineStorage: Sendable, Equatable {
    /// Of the frozen matrices, the embedding and the head.
    package var weights: WeightType
    /// Of activations that are kept and of the operands of products; sums are always in floats.
    package var precision: ScalarType

    package init(weights: WeightType, precision: ScalarType) {
        self.weights = weights
        self.precision = weights == .float32 ? .float32 : precision
    }

    /// 32-bit floats throughout: what reference numbers are held against.
    package static let float32 = EngineStorage(weights: .float32, precision: .float32)
    package static let bfloat16 = EngineStorage(weights: .bfloat16, precision: .bfloat16)

    /// The fastest that the processor has: bfloat16 where products of it are native.
    package static func fastest(on compute: Compute) -> EngineStorage {
        compute.backend.isFastWithBFloat16 ? .bfloat16 : .float32
    }

    /// Quantised weights, widened for products into what is fastest here.
    package static func quantised(_ weights: WeightType, on compute: Compute) -> EngineStorage {
        EngineStorage(
            weights: weights,
            precision: compute.backend.isFastWithBFloat16 ? .bfloat16 : .float32)
    }

    /// Whether the weights are expanded a layer at a time for products.
    var isQuantised: Bool { weights.groupSize != nil }

    /// For reports.
    package var name: String {
        isQuantised ? "\(weights.rawValue) weights, \(precision.rawValue)" : precision.rawValue
    }
}
