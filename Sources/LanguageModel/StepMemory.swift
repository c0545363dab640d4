import Kernels

/// All memory of one training step, and which layers keep what between the two passes.
///
/// The same code measures before a training and allocates during it, so that the prediction cannot
/// drift away from the truth.
struct StepMemory {
    let activations: [LayerActivations]
    /// For layers that keep their input alone and are computed again; shared by all of them.
    let shared: LayerActivations?
    /// Where a layer that is computed again puts its output.
    let discarded: Matrix?
    /// The residual stream after the last layer, and its gradient, (rows, hidden), floats.
    let final: Matrix
    let gradient: Matrix
    let backward: BackwardScratch
    let head: HeadMemory

    init(
        rows: Int, labelCount: Int, shapes: [LayerShape], extents: [LayerActivations.Extent],
        arena: Arena
    ) {
        let largest = LayerShape.largest(of: shapes)
        let hidden = largest.hidden
        func stream() -> Matrix { arena.takeMatrix(rows: rows, width: hidden, .float32) }
        let isRecomputing = extents.contains(.input)
        let shared =
            isRecomputing
            ? LayerActivations(
                rows: rows, extent: .attention, shape: largest, arena: arena, input: stream())
            : nil
        activations = zip(shapes, extents).map { shape, extent in
            if extent == .input, let shared {
                return shared.with(input: stream(), extent: .input)
            }
            return LayerActivations(rows: rows, extent: extent, shape: shape, arena: arena)
        }
        self.shared = shared
        discarded = isRecomputing ? stream() : nil
        final = stream()
        gradient = stream()
        backward = BackwardScratch(
            rows: rows, shape: largest, needsGateUp: extents.contains { $0 != .everything },
            arena: arena)
        head = HeadMemory(
            labelCount: labelCount, configuration: largest.configuration,
            precision: largest.precision, needsGradients: true, arena: arena)
    }

    /// Bytes for one choice of what is kept.
    static func byteCount(
        rows: Int, labelCount: Int, shapes: [LayerShape], extents: [LayerActivations.Extent]
    ) -> Int {
        let arena = Arena(measuresOnly: true)
        _ = StepMemory(
            rows: rows, labelCount: labelCount, shapes: shapes, extents: extents, arena: arena)
        return arena.peakByteCount
    }

    /// As much kept as the budget allows: first the feed-forward blocks' own values go, which are
    /// the cheapest to compute again for what they take, then all but the layers' inputs.
    static func extents(
        rows: Int, labelCount: Int, shapes: [LayerShape], budget: Int
    ) -> [LayerActivations.Extent] {
        var extents = [LayerActivations.Extent](repeating: .everything, count: shapes.count)
        func fits() -> Bool {
            byteCount(rows: rows, labelCount: labelCount, shapes: shapes, extents: extents)
                <= budget
        }
        for extent in [LayerActivations.Extent.attention, .input] {
            if fits() { return extents }
            // The fewest layers that are enough, or all.
            var (low, high) = (0, shapes.count)
            let before = extents
            while low < high {
                let count = (low + high) / 2
                extents = before
                for layer in 0..<count { extents[layer] = extent }
                if fits() { high = count } else { low = count + 1 }
            }
            extents = before
            for layer in 0..<min(low, shapes.count) { extents[layer] = extent }
        }
        return extents
    }
}

extension LayerShape {
    /// Widths that suffice for every layer.
    static func largest(of shapes: [LayerShape]) -> LayerShape {
        precondition(!shapes.isEmpty, "A decoder has layers")
        return shapes.dropFirst().reduce(shapes[0]) { $0.merged(with: $1) }
    }
}
