import Kernels

/// Scratch memory in which the quantised weights of one layer are widened for products.
final class WeightExpansion {
    private let isNeeded: Bool
    private var memory: [UnsafeMutableRawPointer] = []
    private var byteCounts: [Int] = []

    init(isNeeded: Bool) { self.isNeeded = isNeeded }

    deinit { for piece in memory { piece.deallocate() } }

    /// Products with the given projections, each widened into a piece of its own.
    ///
    /// Valid until the next call.
    func products(
        _ projections: [FusedProjection], on compute: Compute
    ) -> [FusedProjection.Products] {
        projections.enumerated().map { index, projection in
            guard isNeeded else { return projection.products(in: nil, on: compute) }
            return projection.products(
                in: piece(index, projection.expandedByteCount), on: compute)
        }
    }

    private func piece(_ index: Int, _ byteCount: Int) -> UnsafeMutableRawPointer {
        while memory.count <= index {
            memory.append(.allocate(byteCount: 64, alignment: 64))
            byteCounts.append(64)
        }
        if byteCounts[index] < byteCount {
            memory[index].deallocate()
            memory[index] = .allocate(byteCount: byteCount, alignment: 64)
            byteCounts[index] = byteCount
        }
        return memory[index]
    }
}
