import Kernels

/// Where a backward pass adds gradients; nil for what is frozen.
package struct GradientTarget {
    /// Beside the base's parameters.
    package var base: FloatBuffer?
    /// Beside the adapter's parameters.
    package var adapter: FloatBuffer?

    package init(base: FloatBuffer? = nil, adapter: FloatBuffer? = nil) {
        self.base = base
        self.adapter = adapter
    }
}

/// One weight matrix with the low-rank pair beside it, if it has one.
struct Projection {
    let inputWidth: Int
    let outputWidth: Int
    /// (outputWidth, inputWidth).
    let weight: UnsafePointer<Float>
    let weightOffset: Int
    let lowRank: LowRankPair?

    struct LowRankPair {
        let rank: Int
        let scale: Float
        let a: UnsafePointer<Float>
        let b: UnsafePointer<Float>
        let aOffset: Int
        let bOffset: Int
    }

    init(
        _ module: ProjectionModule, layer: Int, configuration: ModelConfiguration,
        parameters: ParameterSet, adapter: LoRAAdapter?
    ) {
        inputWidth = module.inputWidth(configuration)
        outputWidth = module.outputWidth(configuration)
        let entry = parameters.entry(DecoderParameters.projection(module, layer))
        guard let entry else { preconditionFailure("A decoder has all seven projections") }
        weight = UnsafePointer(parameters.pointer(entry))
        weightOffset = entry.offset
        guard let adapter,
            let a = adapter.parameters.entry(LoRAAdapter.nameA(module, layer)),
            let b = adapter.parameters.entry(LoRAAdapter.nameB(module, layer))
        else {
            lowRank = nil
            return
        }
        lowRank = LowRankPair(
            rank: adapter.configuration.rank, scale: adapter.configuration.scale,
            a: UnsafePointer(adapter.parameters.pointer(a)),
            b: UnsafePointer(adapter.parameters.pointer(b)), aOffset: a.offset, bOffset: b.offset)
    }

    /// The input's product with the weight and the low-rank pair.
    ///
    /// Shapes: input (rows, inputWidth), output (rows, outputWidth), reduced (rows, rank): A·x,
    /// kept for `backward`.
    /// With `adding`, the result is added to the output.
    func forward(
        _ input: UnsafePointer<Float>, rows: Int, output: UnsafeMutablePointer<Float>,
        reduced: UnsafeMutablePointer<Float>?, adding: Bool = false, on compute: Compute
    ) {
        compute.multiply(
            MatrixProduct(
                m: rows, n: outputWidth, k: inputWidth, a: input, aStride: inputWidth, b: weight,
                bStride: inputWidth, isBTransposed: true, c: output, cStride: outputWidth,
                beta: adding ? 1 : 0))
        guard let lowRank, let reduced else { return }
        compute.multiply(
            MatrixProduct(
                m: rows, n: lowRank.rank, k: inputWidth, a: input, aStride: inputWidth,
                b: lowRank.a, bStride: inputWidth, isBTransposed: true, c: reduced,
                cStride: lowRank.rank))
        compute.multiply(
            MatrixProduct(
                m: rows, n: outputWidth, k: lowRank.rank, a: reduced, aStride: lowRank.rank,
                b: lowRank.b, bStride: lowRank.rank, isBTransposed: true, c: output,
                cStride: outputWidth, alpha: lowRank.scale, beta: 1))
    }

    /// Adds parameter gradients to the target, and the input's to `inputGradient` (or sets it).
    ///
    /// Shapes: as in `forward`; scratch (rows, rank).
    func backward(
        outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>, rows: Int,
        reduced: UnsafePointer<Float>?, scratch: UnsafeMutablePointer<Float>?,
        inputGradient: UnsafeMutablePointer<Float>, adding: Bool, target: GradientTarget,
        on compute: Compute
    ) {
        compute.multiply(
            MatrixProduct(
                m: rows, n: inputWidth, k: outputWidth, a: outputGradient, aStride: outputWidth,
                b: weight, bStride: inputWidth, c: inputGradient, cStride: inputWidth,
                beta: adding ? 1 : 0))
        if let base = target.base {
            compute.multiply(
                MatrixProduct(
                    m: outputWidth, n: inputWidth, k: rows, a: outputGradient,
                    aStride: outputWidth, isATransposed: true, b: input, bStride: inputWidth,
                    c: base.pointer + weightOffset, cStride: inputWidth, beta: 1))
        }
        guard let lowRank, let reduced, let scratch else { return }
        let rank = lowRank.rank
        // d(A·x) = scale · dy · B
        compute.multiply(
            MatrixProduct(
                m: rows, n: rank, k: outputWidth, a: outputGradient, aStride: outputWidth,
                b: lowRank.b, bStride: rank, c: scratch, cStride: rank, alpha: lowRank.scale))
        compute.multiply(
            MatrixProduct(
                m: rows, n: inputWidth, k: rank, a: scratch, aStride: rank, b: lowRank.a,
                bStride: inputWidth, c: inputGradient, cStride: inputWidth, beta: 1))
        guard let adapter = target.adapter else { return }
        compute.multiply(
            MatrixProduct(
                m: outputWidth, n: rank, k: rows, a: outputGradient, aStride: outputWidth,
                isATransposed: true, b: reduced, bStride: rank,
                c: adapter.pointer + lowRank.bOffset, cStride: rank, alpha: lowRank.scale, beta: 1))
        compute.multiply(
            MatrixProduct(
                m: rank, n: inputWidth, k: rows, a: scratch, aStride: rank, isATransposed: true,
                b: input, bStride: inputWidth, c: adapter.pointer + lowRank.aOffset,
                cStride: inputWidth, beta: 1))
    }
}
