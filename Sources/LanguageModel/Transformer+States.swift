import Kernels

extension Transformer {
    /// For each segment the mean over its tokens of the states that the head reads, after the last
    /// norm.
    ///
    /// Shapes: (segments, hidden). With roots only, each text by itself, these are its embeddings.
    package func meanStates(_ forest: SegmentForest) -> [[Float]] {
        guard forest.rowCount > 0 else { return [] }
        return withFinal(forest) { final in
            let width = configuration.hiddenSize
            let rows = RowBlocks.padded(forest.rowCount)
            let states = arena.takeMatrix(rows: rows, width: width, .float32)
            finalNorm.forward(final, rows: rows, output: states, scales: arena.take(rows))
            return forest.segments.map { segment in
                var sums = [Double](repeating: 0, count: width)
                for row in segment.rows {
                    let state = states.from(row: row).floats
                    for column in 0..<width { sums[column] += Double(state[column]) }
                }
                return sums.map { Float($0 / Double(segment.rows.count)) }
            }
        }
    }
}
