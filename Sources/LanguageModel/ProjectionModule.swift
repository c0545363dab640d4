/// The seven matrices of a decoder layer, by the names that checkpoints and adapters use.
package enum ProjectionModule: String, Sendable, CaseIterable, Codable {
    case query = "q_proj"
    case key = "k_proj"
    case value = "v_proj"
    case output = "o_proj"
    case gate = "gate_proj"
    case up = "up_proj"
    case down = "down_proj"

    /// The module's path inside its layer.
    package var path: String {
        switch self {
        case .query, .key, .value, .output: "self_attn.\(rawValue)"
        case .gate, .up, .down: "mlp.\(rawValue)"
        }
    }

    /// Columns of the matrix.
    package func inputWidth(_ configuration: ModelConfiguration) -> Int {
        switch self {
        case .query, .key, .value, .gate, .up: configuration.hiddenSize
        case .output: configuration.queryWidth
        case .down: configuration.intermediateSize
        }
    }

    /// Rows of the matrix.
    package func outputWidth(_ configuration: ModelConfiguration) -> Int {
        switch self {
        case .query: configuration.queryWidth
        case .key, .value: configuration.keyValueWidth
        case .output, .down: configuration.hiddenSize
        case .gate, .up: configuration.intermediateSize
        }
    }
}
