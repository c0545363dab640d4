/// What the engine computes with: threads and matrix products.
package final class Compute: Sendable {
    package let pool: WorkerPool
    package let backend: any MatrixBackend
    package let scratch = ScratchPool()

    /// The fastest backend this build has.
    package static var defaultBackend: any MatrixBackend {
        #if ONEDNN
            OneDNNMatrixBackend()
        #else
            NaiveMatrixBackend()
        #endif
    }

    package init(
        threadCount: Int = WorkerPool.availableProcessors,
        backend: any MatrixBackend = Compute.defaultBackend
    ) {
        pool = WorkerPool(threadCount: threadCount)
        self.backend = backend
    }

    deinit { pool.close() }

    /// A product split over the threads.
    ///
    /// The cut depends on the product's shape alone, so that the result does not depend on the
    /// number of threads.
    package func multiply(_ product: MatrixProduct) {
        guard product.m > 0, product.n > 0 else { return }
        let work = product.m * product.n * max(product.k, 1)
        guard work >= Self.smallestSplitWork else {
            pool.run(partCount: 1) { _ in backend.multiply(product) }
            return
        }
        let splitsRows = product.m >= product.n
        let length = splitsRows ? product.m : product.n
        let ranges = Self.split(length, smallest: Self.smallestPart, most: Self.mostParts)
        pool.run(partCount: ranges.count) { part in
            backend.multiply(
                splitsRows ? product.rows(ranges[part]) : product.columns(ranges[part]))
        }
    }

    /// Runs `body` on blocks of rows.
    package func forEachBlock(
        of rows: Int, smallest: Int = 16, _ body: (Range<Int>) -> Void
    ) {
        let ranges = Self.split(rows, smallest: smallest, most: Self.mostBlocks)
        pool.run(partCount: ranges.count) { body(ranges[$0]) }
    }

    /// Multiply-adds below which waking another thread costs more than it saves.
    private static let smallestSplitWork = 1 << 18
    /// Each part of a product packs the other operand anew, so parts must not be too small.
    private static let smallestPart = 48
    private static let mostParts = 8
    private static let mostBlocks = 16

    static func split(_ length: Int, smallest: Int, most: Int) -> [Range<Int>] {
        let parts = max(1, min(most, length / smallest))
        // Multiples of 16 keep the vector loops of every part full.
        let size = ((length + parts - 1) / parts + 15) / 16 * 16
        return stride(from: 0, to: length, by: max(size, 1)).map { $0..<min($0 + size, length) }
    }
}
