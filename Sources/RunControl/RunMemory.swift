import Kernels
import LanguageModel

/// What a run will take of the machine's memory, told before any weights are loaded.
package struct RunMemory: Sendable, Equatable {
    /// One stage's part: all stages share the weights.
    package struct Stage: Sendable, Equatable {
        package var index: Int
        /// Unique tokens of the stage's largest batch.
        package var rows: Int
        package var training: TrainingMemory
        /// Of the whole program while the stage is trained and measured.
        package var total: Int
    }

    package let storage: EngineStorage
    /// Bytes of activations that a step may keep.
    package let activationBudget: Int
    package let stages: [Stage]
    /// Records a batch.
    package let batchSize: Int

    /// History, records, compiled products and what answers leave behind in the heap: measured as
    /// 24 MB with the sample project, more than with random weights alone.
    private static let runBytes = 28 << 20

    /// Predicts a run of a project.
    package init(
        _ prepared: PreparedProject, storage: EngineStorage, batches: RunBatches,
        threadCount: Int = WorkerPool.availableProcessors
    ) {
        let configuration = prepared.model.configuration
        let training = prepared.trainingConfiguration
        let budget = prepared.activationBudget
        self.storage = storage
        activationBudget = budget
        batchSize = training.batchSize
        let evaluation = EvaluationMemory(
            configuration: configuration, storage: storage, lora: training.lora,
            rows: batches.evaluation.rows, labelCount: batches.evaluation.labelCount,
            cachedCount: batches.cachedCount)
        // What a teacher says of each label: some tokens and their probabilities.
        let taught =
            training.distillation == nil
            ? 0
            : batches.recordLabelCount * prepared.project.file.training.distillation.top
                * (MemoryLayout<Int32>.stride + MemoryLayout<Float>.stride)
        stages = batches.stages.enumerated().map { index, batch in
            var memory = TrainingMemory(
                configuration: configuration, storage: storage, lora: training.lora,
                rows: max(batch.rows, 1), labelCount: batch.labelCount, activationBudget: budget,
                threadCount: threadCount)
            // A smaller batch keeps more and may come closer to the budget than the largest.
            if memory.recomputedLayerCount > 0 { memory.step = max(memory.step, budget) }
            return Stage(
                index: index, rows: batch.rows, training: memory,
                // A step and a measurement use the same scratch, one after the other.
                total: memory.total + max(0, evaluation.forward - memory.step)
                    + evaluation.cache + batches.tokenCount * MemoryLayout<Int32>.stride
                    + taught + Self.runBytes)
        }
    }

    /// The stage that needs the most; nil without stages.
    package var largest: Stage? { stages.max { $0.total < $1.total } }

    /// Bytes of the whole program at its peak.
    package var total: Int { largest?.total ?? 0 }

    /// The most layers that a step computes again.
    package var recomputedLayerCount: Int {
        stages.map(\.training.recomputedLayerCount).max() ?? 0
    }

    /// A sentence for people, with the model's number of layers.
    package func text(layerCount: Int) -> String {
        let again =
            recomputedLayerCount == 0
            ? "no layer is computed twice"
            : "\(recomputedLayerCount) of \(layerCount) layers are computed twice"
        return "about \(ByteText.text(total)) predicted; activations may take "
            + "\(ByteText.text(activationBudget)), so that \(again)."
    }

    /// Refuses a run that the machine has no memory for.
    ///
    /// - Parameter available: bytes; where the system does not tell, nothing is refused.
    /// - Throws: `RunControlError.notEnoughMemory`.
    package func check(available: Int?) throws {
        guard let available, let largest, largest.total > available else { return }
        throw RunControlError.notEnoughMemory(
            MemoryShortage(
                stage: largest.index, needed: largest.total, available: available,
                weights: largest.training.weights, step: largest.training.step,
                rows: largest.rows, batchSize: batchSize, hasNativeBase: isNative,
                activationBudget: activationBudget))
    }

    private var isNative: Bool { storage.weights.groupSize == nil }
}
