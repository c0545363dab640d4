import LanguageModel

extension TrainingConfiguration {
    /// The order of a stage's records in one epoch.
    ///
    /// It depends on seed, stage and epoch alone, so that a resumed run sees what the unbroken one
    /// would have seen.
    package func order(stage: Int, epoch: Int, recordCount: Int) -> [Int] {
        var generator = SeededGenerator(
            seed: seed &* 0x1_0000_0001 &+ UInt64(stage) << 20 &+ UInt64(epoch))
        var order = Array(0..<recordCount)
        generator.shuffle(&order)
        return order
    }

    /// The batches of one epoch: updates are cut into passes of at most `batchSize` records.
    package func batches(stage: Int, epoch: Int, recordCount: Int) -> [ArraySlice<Int>] {
        let order = order(stage: stage, epoch: epoch, recordCount: recordCount)
        return stride(from: 0, to: order.count, by: recordsPerStep).flatMap { first in
            let end = min(first + recordsPerStep, order.count)
            return stride(from: first, to: end, by: batchSize).map {
                order[$0..<min($0 + batchSize, end)]
            }
        }
    }
}
