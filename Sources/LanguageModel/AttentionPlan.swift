import Kernels

/// Which rows of keys and values each segment of a pass looks at, cut into tasks.
struct AttentionPlan {
    struct Part {
        /// Rows of this pass that ask.
        let rows: Range<Int>
        /// Stretches of keys, by rows of this pass.
        let context: [Range<Int>]
        /// Keys in caches, before those.
        var inherited = 0

        var contextCount: Int { context.reduce(inherited) { $0 + $1.count } }
    }

    /// A block of one part's queries.
    struct Task {
        let part: Int
        /// From the part's first row.
        let block: Range<Int>
        /// Pairs of query and key, about.
        let cost: Int
    }

    let parts: [Part]
    let tasks: [Task]

    /// Every segment sees its ancestors and itself.
    init(_ forest: SegmentForest, attention: Attention) {
        self.init(
            forest.segments.indices.map { index in
                Part(
                    rows: forest.segments[index].rows,
                    context: Self.merged(forest.chain(index).map { forest.segments[$0].rows }))
            }, attention: attention)
    }

    init(_ parts: [Part], attention: Attention) {
        self.parts = parts
        tasks = parts.indices.flatMap { index in
            let part = parts[index]
            return attention.blocks(of: part.rows.count).map { block in
                Task(
                    part: index, block: block,
                    cost: block.count
                        * (part.contextCount - part.rows.count + block.upperBound + 64))
            }
        }
    }

    /// The tasks in stretches of about equal cost, for gradients that are gathered stretch by
    /// stretch.
    func chunks(_ count: Int) -> [Range<Int>] {
        let total = tasks.reduce(0) { $0 + $1.cost }
        var chunks: [Range<Int>] = []
        var (start, sum) = (0, 0)
        for (index, task) in tasks.enumerated() {
            sum += task.cost
            // The next border lies where the share of all cost that should be done is reached.
            if sum * count >= total * (chunks.count + 1) || index == tasks.count - 1 {
                chunks.append(start..<index + 1)
                start = index + 1
            }
        }
        return chunks
    }

    /// A first child lies right behind its parent: one stretch needs no copying.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.reduce(into: []) { result, range in
            if let last = result.last, last.upperBound == range.lowerBound {
                result[result.count - 1] = last.lowerBound..<range.upperBound
            } else {
                result.append(range)
            }
        }
    }
}
