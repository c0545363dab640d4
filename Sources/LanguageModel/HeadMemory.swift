import Kernels

/// Memory for the logits of a block of labels.
struct HeadMemory {
    /// Labels a block, padded.
    let capacity: Int
    /// Rows of the residual stream, and their gradient, (capacity, hidden), floats.
    let gathered: Matrix
    let gradient: Matrix
    /// (capacity, hidden), S.
    let normalised: Matrix
    /// Of the normalised rows, (capacity, hidden), floats.
    let normalisedGradient: Matrix
    /// (capacity).
    let scales: UnsafeMutablePointer<Float>
    /// (capacity, vocabulary), floats; they become their own gradients.
    let logits: Matrix
    /// The gradients once more in S, where that is another type.
    let roundedGradients: Matrix?

    /// Logits that are held at once; bounds memory where the vocabulary is large.
    private static let mostLogits = 1 << 23

    init(
        labelCount: Int, configuration: ModelConfiguration, precision: ScalarType,
        needsGradients: Bool, arena: Arena
    ) {
        let most = max(16, min(256, Self.mostLogits / configuration.vocabularySize / 16 * 16))
        capacity = min(most, RowBlocks.padded(max(labelCount, 1)))
        let hidden = configuration.hiddenSize
        gathered = arena.takeMatrix(rows: capacity, width: hidden, .float32)
        gradient = arena.takeMatrix(rows: capacity, width: hidden, .float32)
        normalised = arena.takeMatrix(rows: capacity, width: hidden, precision)
        normalisedGradient = arena.takeMatrix(rows: capacity, width: hidden, .float32)
        scales = arena.take(capacity)
        logits = arena.takeMatrix(
            rows: capacity, width: configuration.vocabularySize, .float32)
        roundedGradients =
            needsGradients && precision != .float32
            ? arena.takeMatrix(rows: capacity, width: configuration.vocabularySize, precision)
            : nil
    }
}
