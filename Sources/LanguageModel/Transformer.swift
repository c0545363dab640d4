import Foundation
import Kernels

/// A decoder with an optional adapter: forward, backward and generation by hand.
///
/// One thread at a time may use a transformer; it spreads its work over `compute`'s pool itself.
package final class Transformer {
    package let configuration: ModelConfiguration
    /// The base's weights.
    package let parameters: ParameterSet
    package let compute: Compute
    /// The adapter in use; nil computes the base alone.
    package var adapter: LoRAAdapter? {
        didSet { layers = Self.makeLayers(configuration, parameters, adapter) }
    }

    private(set) var layers: [DecoderLayer]
    let rotary: RotaryEmbedding
    let attention: Attention
    let attentionShape: AttentionShape
    let arena = Arena()

    package init(
        configuration: ModelConfiguration, parameters: ParameterSet, adapter: LoRAAdapter? = nil,
        compute: Compute
    ) {
        self.configuration = configuration
        self.parameters = parameters
        self.adapter = adapter
        self.compute = compute
        layers = Self.makeLayers(configuration, parameters, adapter)
        rotary = RotaryEmbedding(
            headWidth: configuration.headWidth,
            frequencies: configuration.ropeScaling.frequencies(
                headWidth: configuration.headWidth, theta: configuration.ropeTheta,
                contextLength: configuration.contextLength))
        attentionShape = AttentionShape(
            headCount: configuration.headCount,
            keyValueHeadCount: configuration.keyValueHeadCount, headWidth: configuration.headWidth)
        attention = Attention(shape: attentionShape, backend: compute.backend)
    }

    /// Bytes of scratch memory that the largest batch so far needed.
    package var peakScratchBytes: Int { arena.peakCount * MemoryLayout<Float>.stride }

    private static func makeLayers(
        _ configuration: ModelConfiguration, _ parameters: ParameterSet, _ adapter: LoRAAdapter?
    ) -> [DecoderLayer] {
        (0..<configuration.layerCount).map {
            DecoderLayer(
                $0, configuration: configuration, parameters: parameters, adapter: adapter)
        }
    }

    // MARK: Ends of the network

    var embedding: ParameterSet.Entry { entry(DecoderParameters.embedding) }
    var finalNormEntry: ParameterSet.Entry { entry(DecoderParameters.finalNorm) }

    /// The output matrix, (vocabulary, hidden): the embedding's own where they are tied.
    var head: ParameterSet.Entry {
        configuration.tiesEmbeddings ? embedding : entry(DecoderParameters.head)
    }

    var finalNorm: RMSNorm {
        RMSNorm(
            width: configuration.hiddenSize, epsilon: configuration.rmsNormEpsilon,
            weight: parameters.pointer(finalNormEntry))
    }

    private func entry(_ name: String) -> ParameterSet.Entry {
        guard let entry = parameters.entry(name) else {
            preconditionFailure("A decoder has \(name)")
        }
        return entry
    }

    /// Copies the rows of the tokens' embeddings.
    func embed(_ tokens: some Collection<Int32>, into output: UnsafeMutablePointer<Float>) {
        let table = parameters.pointer(embedding)
        let width = configuration.hiddenSize
        for (row, token) in tokens.enumerated() {
            precondition(
                token >= 0 && token < configuration.vocabularySize,
                "Token \(token) is outside the vocabulary")
            (output + row * width).update(from: table + Int(token) * width, count: width)
        }
    }

    /// Shapes: hidden (rows, hidden), already normalised; logits (rows, vocabulary).
    func project(
        _ hidden: UnsafePointer<Float>, rows: Int, logits: UnsafeMutablePointer<Float>
    ) {
        let width = configuration.hiddenSize
        compute.multiply(
            MatrixProduct(
                m: rows, n: configuration.vocabularySize, k: width, a: hidden, aStride: width,
                b: parameters.pointer(head), bStride: width, isBTransposed: true, c: logits,
                cStride: configuration.vocabularySize))
    }
}
