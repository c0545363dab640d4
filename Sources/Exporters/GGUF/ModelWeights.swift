import Foundation
import LanguageModel

/// The weights of a model's folder row by row, an adapter merged in where there is one.
struct ModelWeights {
    let configuration: ModelConfiguration
    private let source: CheckpointSource
    private let adapter: LoRAAdapter?

    /// - Throws: `ModelError`, `SafetensorsError`; for an adapter of another model, too.
    init(folder: URL, configuration: ModelConfiguration, adapter: URL?) throws {
        self.configuration = configuration
        source = try CheckpointSource(folder: folder, configuration: configuration)
        self.adapter = try adapter.map { try PEFTAdapterFile.read($0, for: configuration) }
    }

    /// Reads rows of a tensor.
    ///
    /// - Parameters:
    ///   - rows: which; consecutive rows of `width` values.
    ///   - name: the tensor's name in the checkpoint.
    ///   - width: values of a row.
    ///   - target: with room for them.
    /// - Throws: `ModelError`, `SafetensorsError`.
    func read(
        _ rows: Range<Int>, of name: String, width: Int, into target: UnsafeMutablePointer<Float>
    ) throws {
        try source.readFloats(
            name, elements: rows.lowerBound * width..<rows.upperBound * width, into: target)
        guard let adapter, let (a, b) = adapter.matrices(changing: name) else { return }
        let scale = adapter.configuration.scale
        let (down, up) = (adapter.parameters.pointer(a), adapter.parameters.pointer(b))
        let rank = adapter.configuration.rank
        withExtendedLifetime(adapter) {
            for (index, row) in rows.enumerated() {
                let values = target + index * width
                for place in 0..<rank {
                    let factor = scale * up[row * rank + place]
                    let direction = down + place * width
                    for column in 0..<width { values[column] += factor * direction[column] }
                }
            }
        }
    }
}
