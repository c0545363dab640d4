import Kernels

/// The weights of one layer, projections (out, in) as in the checkpoint.
struct EncoderLayer {
    /// Queries, keys and values one below the other: (3 · hidden, hidden).
    let attention: FloatBuffer
    let attentionBias: FloatBuffer
    let attentionOutput: FloatBuffer
    let attentionOutputBias: FloatBuffer
    let attentionNorm: NormWeights
    let intermediate: FloatBuffer
    let intermediateBias: FloatBuffer
    let output: FloatBuffer
    let outputBias: FloatBuffer
    let outputNorm: NormWeights

    init(_ checkpoint: EncoderCheckpoint, _ configuration: EncoderConfiguration, index: Int) throws
    {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let path = "encoder.layer.\(index)."
        func buffer(_ names: [String], _ shape: [Int]) throws -> FloatBuffer {
            try checkpoint.buffer(names.map { (path + $0, shape) })
        }
        let heads = ["query", "key", "value"].map { "attention.self.\($0)" }
        attention = try buffer(heads.map { $0 + ".weight" }, [hidden, hidden])
        attentionBias = try buffer(heads.map { $0 + ".bias" }, [hidden])
        attentionOutput = try buffer(["attention.output.dense.weight"], [hidden, hidden])
        attentionOutputBias = try buffer(["attention.output.dense.bias"], [hidden])
        attentionNorm = try NormWeights(
            checkpoint, path + "attention.output.LayerNorm", configuration)
        intermediate = try buffer(["intermediate.dense.weight"], [inner, hidden])
        intermediateBias = try buffer(["intermediate.dense.bias"], [inner])
        output = try buffer(["output.dense.weight"], [hidden, inner])
        outputBias = try buffer(["output.dense.bias"], [hidden])
        outputNorm = try NormWeights(checkpoint, path + "output.LayerNorm", configuration)
    }
}

/// Weight and bias of a layer norm.
struct NormWeights {
    private let values: FloatBuffer
    private let width: Int
    private let epsilon: Float

    init(
        _ checkpoint: EncoderCheckpoint, _ path: String, _ configuration: EncoderConfiguration
    ) throws {
        width = configuration.hiddenSize
        epsilon = configuration.layerNormEpsilon
        values = try checkpoint.buffer([(path + ".weight", [width]), (path + ".bias", [width])])
    }

    /// Normalises rows in place.
    func apply(to matrix: Matrix, rows: Int) {
        withExtendedLifetime(values) {
            LayerNorm(
                width: width, epsilon: epsilon, weight: values.pointer,
                bias: values.pointer + width
            ).apply(to: matrix, rows: rows)
        }
    }
}
