import ArgumentParser
import LanguageModel

/// Shapes of known models, with random weights.
enum BenchShape: String, CaseIterable, ExpressibleByArgument {
    case tenMillion = "10m"
    case smolLM135 = "135m"
    case smolLM360 = "360m"
    case llamaOneBillion = "1b"
    case llamaEightBillion = "8b"

    var configuration: ModelConfiguration {
        switch self {
        case .tenMillion: Self.llama(4_096, 256, 768, layers: 8, heads: 8, keyValueHeads: 4)
        case .smolLM135: Self.llama(49_152, 576, 1_536, layers: 30, heads: 9, keyValueHeads: 3)
        case .smolLM360: Self.llama(49_152, 960, 2_560, layers: 32, heads: 15, keyValueHeads: 5)
        case .llamaOneBillion:
            Self.llama(128_256, 2_048, 8_192, layers: 16, heads: 32, keyValueHeads: 8)
        case .llamaEightBillion:
            Self.llama(
                128_256, 4_096, 14_336, layers: 32, heads: 32, keyValueHeads: 8,
                tiesEmbeddings: false)
        }
    }

    private static func llama(
        _ vocabulary: Int, _ hidden: Int, _ intermediate: Int, layers: Int, heads: Int,
        keyValueHeads: Int, tiesEmbeddings: Bool = true
    ) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: vocabulary, hiddenSize: hidden, intermediateSize: intermediate,
            layerCount: layers, headCount: heads, keyValueHeadCount: keyValueHeads,
            contextLength: 32_768, tiesEmbeddings: tiesEmbeddings)
    }
}
