import Foundation
import JSONText

/// The shape of a decoder, as config.json tells it in the spelling of transformers 4 or 5.
package struct ModelConfiguration: Sendable, Equatable {
    package var family: ModelFamily
    package var vocabularySize: Int
    package var hiddenSize: Int
    /// Of the dense feed-forward blocks; experts have a width of their own in `mixture`.
    package var intermediateSize: Int
    package var layerCount: Int
    package var headCount: Int
    package var keyValueHeadCount: Int
    package var headWidth: Int
    package var contextLength: Int
    package var rmsNormEpsilon: Float
    package var ropeTheta: Double
    package var ropeScaling: RotaryScaling
    package var tiesEmbeddings: Bool
    package var beginningOfSequence: Int32?
    /// Any of these ends an answer.
    package var endOfSequence: [Int32]
    /// Tokens that a sliding layer sees at most, the asking one included; nil where no layer slides.
    package var slidingWindow: Int?
    /// Which layers slide; nil where all do that have a window to slide.
    package var slidingLayers: [Bool]?
    /// Projections that add a bias.
    package var biasedModules: Set<ProjectionModule>
    /// The experts of sparse layers; nil for a dense model.
    package var mixture: MixtureConfiguration?

    /// The `model_type`s that are read.
    package static let supportedFamilies = ModelFamily.allCases.map(\.rawValue)

    package init(
        family: ModelFamily = .llama, vocabularySize: Int, hiddenSize: Int, intermediateSize: Int,
        layerCount: Int, headCount: Int, keyValueHeadCount: Int, headWidth: Int? = nil,
        contextLength: Int, rmsNormEpsilon: Float = 1e-5, ropeTheta: Double = 10_000,
        ropeScaling: RotaryScaling = .none, tiesEmbeddings: Bool = true,
        beginningOfSequence: Int32? = nil, endOfSequence: [Int32] = [], slidingWindow: Int? = nil,
        slidingLayers: [Bool]? = nil, biasedModules: Set<ProjectionModule>? = nil,
        mixture: MixtureConfiguration? = nil
    ) {
        self.family = family
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.intermediateSize = intermediateSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth ?? hiddenSize / headCount
        self.contextLength = contextLength
        self.rmsNormEpsilon = rmsNormEpsilon
        self.ropeTheta = ropeTheta
        self.ropeScaling = ropeScaling
        self.tiesEmbeddings = tiesEmbeddings
        self.beginningOfSequence = beginningOfSequence
        self.endOfSequence = endOfSequence
        self.slidingWindow = slidingWindow
        self.slidingLayers = slidingLayers
        self.biasedModules = biasedModules ?? family.alwaysBiasedModules
        self.mixture = mixture
    }

    /// Width of all query heads together.
    package var queryWidth: Int { headCount * headWidth }
    /// Width of all key (or value) heads together.
    package var keyValueWidth: Int { keyValueHeadCount * headWidth }
    /// Whether queries and keys are normalised head by head before they are rotated.
    package var hasQueryKeyNorm: Bool { family.hasQueryKeyNorm }

    /// Tokens that a layer sees at most, the asking one included; nil where it sees all.
    ///
    /// A token at position p sees p - window + 1 ... p.
    package func slidingWindow(layer: Int) -> Int? {
        slidingLayers?[layer] == false ? nil : slidingWindow
    }

    /// Whether a layer has a mixture of experts in place of its dense feed-forward block.
    package func isSparse(layer: Int) -> Bool { mixture?.isSparse(layer: layer) ?? false }

    /// Reads config.json, and the ends of sequence of a generation_config.json beside it.
    ///
    /// The second file matters for instruction-tuned models: their answers end with tokens that
    /// config.json need not list.
    /// - Throws: `ModelError` for an unknown family and for every setting that this engine would
    ///   compute wrongly.
    package init(file: URL) throws {
        guard let json = try Self.json(file) else {
            throw ModelError.missingFile(path: file.path, purpose: "the model's shape")
        }
        self = try ModelConfigurationReader(json: json, path: file.path).configuration()
        let beside = file.deletingLastPathComponent().appending(path: "generation_config.json")
        guard let generation = try Self.json(beside) else { return }
        for token in ModelConfigurationReader.tokenIDs(generation["eos_token_id"])
        where !endOfSequence.contains(token) {
            endOfSequence.append(token)
        }
    }

    private static func json(_ file: URL) throws -> JSONValue? {
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        do {
            return try JSONValue.parse(Array(data))
        } catch {
            throw ModelError.unreadable(path: file.path, reason: "it is not JSON: \(error)")
        }
    }
}
