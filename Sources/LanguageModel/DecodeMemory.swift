import Kernels

/// Memory for one token of each of several sequences; everything is floats.
final class DecodeMemory {
    /// Residual stream, (count, hidden).
    let stream: Matrix
    /// With a low-rank pair's part behind, as `FusedProjection` has it.
    let normalised: Matrix
    let fused: Matrix
    let attended: Matrix
    let gateUp: Matrix
    let activated: Matrix
    let scales: UnsafeMutablePointer<Float>
    let headScales: UnsafeMutablePointer<Float>
    let positions: UnsafeMutablePointer<Int32>
    let routing: RoutingActivations?
    /// Parts of attention that each sequence has in the present layer.
    var partCounts: [Int]

    private let parts: UnsafeMutablePointer<Float>
    private let partOffsets: [Int]
    private let partWidth: Int

    init(
        count: Int, shape: LayerShape, partCounts: [Int], attention: DecodeAttention, arena: Arena
    ) {
        func take(_ width: Int) -> Matrix {
            arena.takeMatrix(rows: count, width: width, .float32)
        }
        stream = take(shape.hidden)
        normalised = take(shape.hidden + max(shape.queryKeyValueRank, shape.gateUpRank))
        fused = take(shape.fusedWidth)
        attended = take(shape.queryWidth + shape.outputRank)
        // Experts and dense blocks may differ in width.
        let width = max(shape.feedForwardWidth, shape.configuration.intermediateSize)
        gateUp = take(2 * width)
        activated = take(width + shape.downRank)
        scales = arena.take(count)
        headScales = arena.take(shape.configuration.headCount)
        positions = arena.takeBytes(count * 4).bindMemory(to: Int32.self, capacity: count)
        routing = shape.mixture.map {
            RoutingActivations(rows: count, $0, shape: shape, arena: arena)
        }
        self.partCounts = partCounts
        partWidth = attention.partWidth
        let heads = shape.configuration.keyValueHeadCount
        var offset = 0
        partOffsets = partCounts.map { parts in
            defer { offset += parts * heads }
            return offset
        }
        parts = arena.take(offset * attention.partWidth)
        capacities = partCounts
    }

    private let capacities: [Int]

    /// The result of one part of a sequence's context under one head of keys.
    func part(row: Int, head: Int, place: Int) -> UnsafeMutablePointer<Float> {
        parts + (partOffsets[row] + head * capacities[row] + place) * partWidth
    }
}
