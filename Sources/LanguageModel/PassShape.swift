import Kernels

/// The rows of one pass through the layers.
struct PassShape {
    /// Padded.
    let rows: Int
    let blocks: [Range<Int>]
    /// (rows); zero for padding.
    let positions: UnsafePointer<Int32>
    let plan: AttentionPlan

    init(rows: Int, positions: UnsafePointer<Int32>, plan: AttentionPlan) {
        self.rows = rows
        self.positions = positions
        self.plan = plan
        blocks = RowBlocks.blocks(of: rows)
    }
}
