import LanguageModel

/// A small shape of every family, with what only this family has.
enum TinyFamilies {
    static func configuration(_ family: ModelFamily) -> ModelConfiguration {
        var configuration = ModelConfiguration(
            family: family, vocabularySize: 24, hiddenSize: 16, intermediateSize: 20,
            layerCount: 3, headCount: 4, keyValueHeadCount: 2, headWidth: 8, contextLength: 64,
            tiesEmbeddings: false)
        switch family {
        case .llama:
            configuration.biasedModules = [.gate, .up, .down]
            configuration.ropeScaling = .linear(factor: 2)
        case .mistral: configuration.slidingWindow = 8
        case .qwen2:
            configuration.slidingWindow = 8
            configuration.slidingLayers = [false, true, true]
            configuration.endOfSequence = [3, 4]
        case .qwen3:
            configuration.biasedModules = [.query, .key, .value, .output]
            configuration.ropeScaling = .yarn(
                YarnScaling(
                    factor: 4, originalContextLength: 16, betaFast: 16, attentionFactor: 0.9,
                    mscale: 0.5, mscaleAllDimensions: 0.25, truncatesRange: false))
        case .mixtral:
            configuration.mixture = MixtureConfiguration(
                expertCount: 3, expertsPerToken: 2, expertIntermediateSize: 20,
                routing: .softmaxOverTop)
        case .qwen3MoE:
            configuration.tiesEmbeddings = true
            configuration.mixture = MixtureConfiguration(
                expertCount: 3, expertsPerToken: 2, expertIntermediateSize: 12,
                normalisesTopProbabilities: false, routing: .softmaxOverAll, denseLayers: [1])
        }
        return configuration
    }
}
