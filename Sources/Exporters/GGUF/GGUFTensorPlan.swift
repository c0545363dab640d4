import LanguageModel

/// Which tensors a model's GGUF file has, and where their rows come from.
struct GGUFTensorPlan {
    let architecture: GGUFArchitecture
    let weights: ModelWeights
    /// Of the matrices; vectors and routers are always in 32-bit floats.
    let type: GGUFWeightType

    /// A tensor of the file and those of the checkpoint that it is made of.
    private struct Part {
        let written: String
        /// One, or the experts' in order.
        var names: [String]
        /// Of each.
        let shape: [Int]
    }

    private var configuration: ModelConfiguration { weights.configuration }

    /// All tensors in the order of the file.
    func tensors() -> [GGUFTensor] {
        let hyperparameters = GGUFHyperparameters(
            architecture: architecture, configuration: configuration)
        let factors = hyperparameters.rotaryFactors.map {
            GGUFTensor(name: "rope_freqs.weight", values: $0)
        }
        return (factors.map { [$0] } ?? []) + parts().map(tensor)
    }

    private func parts() -> [Part] {
        var parts: [Part] = []
        var places: [String: Int] = [:]
        for (name, shape) in DecoderParameters.tensors(configuration) {
            guard let written = GGUFTensorName(name) else {
                preconditionFailure("no GGUF name for \(name)")
            }
            if written.expert != nil, let place = places[written.text] {
                parts[place].names.append(name)
            } else {
                places[written.text] = parts.count
                parts.append(Part(written: written.text, names: [name], shape: shape))
            }
        }
        return parts
    }

    private func tensor(_ part: Part) -> GGUFTensor {
        let isVector = part.shape.count == 1
        let width = part.shape[part.shape.count - 1]
        let isExpert = part.written.hasSuffix("_exps.weight")
        let weights = weights
        let order = interleaving(part)
        return GGUFTensor(
            name: part.written,
            dimensions: part.shape.reversed() + (isExpert ? [part.names.count] : []),
            type: isVector || part.written.hasSuffix("ffn_gate_inp.weight")
                ? .float32 : storage(rowWidth: width)
        ) { rows, target in
            if let order {
                // Of a vector, single values change places as rows do.
                let (rows, width) = isVector ? (0..<width, 1) : (rows, width)
                for (index, row) in rows.enumerated() {
                    let source = order.source(of: row)
                    try weights.read(
                        source..<source + 1, of: part.names[0], width: width,
                        into: target + index * width)
                }
                return
            }
            let rowsEach = isVector ? 1 : part.shape[0]
            var next = rows.lowerBound
            while next < rows.upperBound {
                let (matrix, first) = next.quotientAndRemainder(dividingBy: rowsEach)
                let count = min(rowsEach - first, rows.upperBound - next)
                try weights.read(
                    first..<first + count, of: part.names[matrix], width: width,
                    into: target + (next - rows.lowerBound) * width)
                next += count
            }
        }
    }

    /// The type that rows of a width are stored with.
    private func storage(rowWidth: Int) -> GGUFWeightType {
        // As llama.cpp's converter does where blocks do not divide a row.
        rowWidth % type.blockLength == 0 ? type : .float16
    }

    private func interleaving(_ part: Part) -> HeadInterleaving? {
        let isRotated = ["q_proj.weight", "q_proj.bias", "k_proj.weight", "k_proj.bias"].contains {
            part.names[0].hasSuffix($0)
        }
        guard architecture.interleavesHeads, isRotated else { return nil }
        return HeadInterleaving(headWidth: configuration.headWidth)
    }
}
