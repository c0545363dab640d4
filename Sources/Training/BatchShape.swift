import LanguageModel

/// The size of the largest batch that memory must be had for.
package struct BatchShape: Sendable, Equatable {
    /// Tokens that are computed: what records share counts once.
    package var rows: Int
    package var labelCount: Int

    package init(rows: Int = 0, labelCount: Int = 0) {
        self.rows = rows
        self.labelCount = labelCount
    }

    /// Epochs whose orders are looked at; what later ones bring together differs little from that.
    static let epochLimit = 64

    /// The largest batch of a stage, over the very orders that a training goes through.
    ///
    /// Exact, but cheap: a bound from lengths alone (all records share the stage's common beginning
    /// and nothing else) tells of most batches that they are not the largest, so that few forests
    /// are built. The labels are the most of any batch, which may be another one.
    package init(
        largestOf stage: TrainingStage, index: Int, configuration: TrainingConfiguration
    ) {
        self.init()
        let shared = Self.sharedCount(stage.sequences)
        let leaves = stage.sequences.map { max($0.tokens.count - 1 - shared, 1) }
        let hasTasks = configuration.promptGenerationWeight > 0 && !stage.promptTasks.isEmpty
        func task(_ records: ArraySlice<Int>) -> TokenSequence? {
            hasTasks ? records.first.map { stage.promptTasks[$0] } : nil
        }
        for epoch in 0..<min(stage.epochs, Self.epochLimit) {
            let batches = configuration.batches(
                stage: index, epoch: epoch, recordCount: stage.sequences.count
            ).map { records in
                (
                    records: records,
                    bound: records.reduce(shared + (task(records)?.tokens.count ?? 0)) {
                        $0 + leaves[$1]
                    }
                )
            }
            for batch in batches.sorted(by: { $0.bound > $1.bound }) {
                guard batch.bound > rows else { break }
                let forest = stage.forest(
                    of: batch.records, promptWeight: configuration.promptGenerationWeight)
                rows = max(rows, forest.rowCount)
            }
            for batch in batches {
                labelCount = max(
                    labelCount,
                    batch.records.reduce(task(batch.records)?.labelCount ?? 0) {
                        $0 + stage.sequences[$1].labelCount
                    })
            }
        }
    }

    /// The largest of batches that are taken in order.
    package init(largestOf sequences: [TokenSequence], batchSize: Int) {
        self.init()
        for start in stride(from: 0, to: sequences.count, by: batchSize) {
            let batch = sequences[start..<min(start + batchSize, sequences.count)]
            merge(
                BatchShape(
                    rows: SegmentForest(Array(batch)).rowCount,
                    labelCount: batch.reduce(0) { $0 + $1.labelCount }))
        }
    }

    /// Becomes a size that suffices for both.
    package mutating func merge(_ other: BatchShape) {
        rows = max(rows, other.rows)
        labelCount = max(labelCount, other.labelCount)
    }

    /// Tokens at the beginning that every forest of these records computes once.
    private static func sharedCount(_ sequences: [TokenSequence]) -> Int {
        guard let first = sequences.first else { return 0 }
        var count = first.promptCount - 1
        for sequence in sequences.dropFirst() {
            count = min(count, sequence.promptCount - 1)
            var same = 0
            while same < count, sequence.tokens[same] == first.tokens[same] { same += 1 }
            count = same
        }
        return count >= SegmentForest.shortestShared ? count : 0
    }
}
