/// The seven matrices of a decoder layer, by the names that checkpoints and adapters use.
///
/// In a sparse layer every expert has its own gate, up and down.
package enum ProjectionModule: String, Sendable, CaseIterable, Codable {
    case query = "q_proj"
    case key = "k_proj"
    case value = "v_proj"
    case output = "o_proj"
    case gate = "gate_proj"
    case up = "up_proj"
    case down = "down_proj"

    /// Those of attention, in the order of computation.
    package static let attention: [ProjectionModule] = [.query, .key, .value, .output]
    /// Those of a feed-forward block or an expert, in the order of computation.
    package static let feedForward: [ProjectionModule] = [.gate, .up, .down]

    package var isFeedForward: Bool { Self.feedForward.contains(self) }

    /// The module's path inside its layer.
    package var path: String {
        isFeedForward ? "mlp.\(rawValue)" : "self_attn.\(rawValue)"
    }

    /// The path of an expert's module inside its layer.
    package func path(expert: Int, _ family: ModelFamily) -> String {
        "\(family.mixturePath).experts.\(expert).\(family.expertName(self))"
    }

    /// Columns of the matrix; of an expert's where `isExpert`.
    package func inputWidth(_ configuration: ModelConfiguration, isExpert: Bool = false) -> Int {
        switch self {
        case .query, .key, .value, .gate, .up: configuration.hiddenSize
        case .output: configuration.queryWidth
        case .down: Self.intermediateWidth(configuration, isExpert: isExpert)
        }
    }

    /// Rows of the matrix; of an expert's where `isExpert`.
    package func outputWidth(_ configuration: ModelConfiguration, isExpert: Bool = false) -> Int {
        switch self {
        case .query: configuration.queryWidth
        case .key, .value: configuration.keyValueWidth
        case .output, .down: configuration.hiddenSize
        case .gate, .up: Self.intermediateWidth(configuration, isExpert: isExpert)
        }
    }

    private static func intermediateWidth(
        _ configuration: ModelConfiguration, isExpert: Bool
    ) -> Int {
        guard isExpert, let mixture = configuration.mixture else {
            return configuration.intermediateSize
        }
        return mixture.expertIntermediateSize
    }
}
