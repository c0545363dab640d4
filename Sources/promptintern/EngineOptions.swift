import ArgumentParser
import Kernels
import LanguageModel

/// What products are computed in.
enum PrecisionChoice: String, CaseIterable, ExpressibleByArgument {
    /// The fastest that this processor has.
    case automatic = "auto"
    case float32 = "fp32"
    case bfloat16 = "bf16"
}

/// How the base is held.
enum BaseChoice: String, CaseIterable, ExpressibleByArgument {
    /// In the precision of the products.
    case native
    case int8
    case int4
}

/// `--precision` and `--base`.
struct EngineOptions: ParsableArguments {
    @Option(help: "auto (the fastest here), fp32 or bf16.")
    var precision = PrecisionChoice.automatic
    @Option(help: "How the frozen base is held: native, int8 or int4.")
    var base = BaseChoice.native

    func storage(on compute: Compute) -> EngineStorage {
        let type: ScalarType =
            switch precision {
            case .automatic: EngineStorage.fastest(on: compute).precision
            case .float32: .float32
            case .bfloat16: .bfloat16
            }
        return switch base {
        case .native:
            EngineStorage(weights: type == .float32 ? .float32 : .bfloat16, precision: type)
        case .int8: EngineStorage(weights: .int8, precision: type)
        case .int4: EngineStorage(weights: .int4, precision: type)
        }
    }
}
