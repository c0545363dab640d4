import Kernels

extension Transformer {
    /// Losses of all labels in nats, in the forest's order, weights not applied.
    ///
    /// Shapes: hidden (rows, hidden), the residual stream after the last layer.
    func losses(_ labels: [SegmentForest.Label], hidden: Matrix) -> [Float] {
        let memory = HeadMemory(
            labelCount: labels.count, configuration: configuration,
            precision: storage.precision, needsGradients: false, arena: arena)
        var losses: [Float] = []
        losses.reserveCapacity(labels.count)
        forEachBlock(of: labels, hidden: hidden, memory) { block in
            losses.append(contentsOf: blockLosses(block, memory).map(\.crossEntropy))
        }
        return losses
    }

    /// Losses, and the gradient of the residual stream after the last layer, which is added to.
    /// - Returns: the weighted sums of losses, unscaled.
    func backwardHead(
        _ forest: SegmentForest, hidden: Matrix, gradient: Matrix, scale: Float,
        _ memory: HeadMemory, target: GradientTarget, distillation: DistillationLoss?
    ) -> LossSums {
        let width = configuration.hiddenSize
        var sums = LossSums()
        forEachBlock(of: forest.labels, hidden: hidden, memory) { block in
            let rows = RowBlocks.padded(block.count)
            let losses = blockLosses(
                block, memory, LossGoal(scale: scale, distillation: distillation, forest: forest))
            for (label, parts) in zip(block, losses) {
                sums.add(parts, label, forest.hasTeacher(label) ? distillation : nil)
            }
            memory.logits.from(row: block.count).clear(
                rows: rows - block.count, width: configuration.vocabularySize)
            var logitGradients = memory.logits
            if let rounded = memory.roundedGradients {
                compute.forEachBlock(of: rows, smallest: 1) { range in
                    rounded.from(row: range.lowerBound).copy(
                        from: memory.logits.from(row: range.lowerBound), rows: range.count,
                        width: configuration.vocabularySize)
                }
                logitGradients = rounded
            }
            head.projectGradient(
                logitGradients, rows: rows, gradient: memory.normalisedGradient, on: compute)
            addHeadGradient(memory, logitGradients, rows: rows, target)
            memory.gradient.clear(rows: rows, width: width)
            finalNorm.backward(
                outputGradient: memory.normalisedGradient, input: memory.gathered, rows: rows,
                scales: memory.scales, inputGradient: memory.gradient)
            for (index, label) in block.enumerated() {
                RowOperations.add(
                    memory.gradient.from(row: index), to: gradient.from(row: label.row), rows: 1,
                    width: width)
            }
        }
        return sums
    }

    /// Gradients of the head's matrix and of the last norm, where the base is trained.
    private func addHeadGradient(
        _ memory: HeadMemory, _ logitGradients: Matrix, rows: Int, _ target: GradientTarget
    ) {
        guard let base = target.base, let parameters else { return }
        let width = configuration.hiddenSize
        let name =
            configuration.tiesEmbeddings ? DecoderParameters.embedding : DecoderParameters.head
        if let entry = parameters.entry(name) {
            compute.multiply(
                MatrixProduct(
                    m: configuration.vocabularySize, n: width, k: rows, a: logitGradients,
                    isATransposed: true, b: memory.normalised,
                    c: Matrix(base.pointer + entry.offset, stride: width), accumulates: true))
        }
        if let entry = parameters.entry(DecoderParameters.finalNorm) {
            finalNorm.addWeightGradient(
                outputGradient: memory.normalisedGradient, input: memory.gathered, rows: rows,
                scales: memory.scales, columns: 0..<width, to: base.pointer + entry.offset)
        }
    }

    /// Walks over the labels in blocks, with their logits in memory.
    func forEachBlock(
        of labels: [SegmentForest.Label], hidden: Matrix, _ memory: HeadMemory,
        _ body: (ArraySlice<SegmentForest.Label>) -> Void
    ) {
        for start in stride(from: 0, to: labels.count, by: memory.capacity) {
            let block = labels[start..<min(start + memory.capacity, labels.count)]
            project(block.map(\.row), hidden: hidden, memory)
            body(block)
        }
    }

    /// Logits of some rows of the residual stream.
    func project(_ rows: [Int], hidden: Matrix, _ memory: HeadMemory) {
        let width = configuration.hiddenSize
        let count = RowBlocks.padded(rows.count)
        for (index, row) in rows.enumerated() {
            memory.gathered.from(row: index).copy(
                from: hidden.from(row: row), rows: 1, width: width)
        }
        memory.gathered.from(row: rows.count).clear(rows: count - rows.count, width: width)
        finalNorm.forward(
            memory.gathered, rows: count, output: memory.normalised, scales: memory.scales)
        head.project(memory.normalised, rows: count, logits: memory.logits, on: compute)
    }

    /// Losses of a block; with a goal, the logits become its gradients.
    private func blockLosses(
        _ labels: ArraySlice<SegmentForest.Label>, _ memory: HeadMemory, _ goal: LossGoal? = nil
    ) -> [DistillationLoss.Parts] {
        let results = UnsafeMutablePointer<DistillationLoss.Parts>.allocate(
            capacity: labels.count)
        defer { results.deallocate() }
        let vocabularySize = configuration.vocabularySize
        compute.forEachBlock(of: labels.count, smallest: 1) { range in
            let scratch = goal?.distillation.map { _ in FloatBuffer(count: vocabularySize) }
            for index in range {
                let label = labels[labels.startIndex + index]
                let logits = memory.logits.from(row: index).floats
                let scale = goal.map { $0.scale * label.weight }
                if let goal, let distillation = goal.distillation, let scratch,
                    goal.forest.hasTeacher(label)
                {
                    (results + index).initialize(
                        to: goal.forest.withTeacher(of: label) { teacher in
                            distillation.row(
                                logits: logits, scratch: scratch.pointer,
                                vocabularySize: vocabularySize, target: Int(label.target),
                                teacher: teacher, gradientScale: scale)
                        })
                    continue
                }
                (results + index).initialize(
                    to: DistillationLoss.Parts(
                        crossEntropy: CrossEntropy.row(
                            logits: logits, vocabularySize: vocabularySize,
                            target: Int(label.target), gradientScale: scale),
                        divergence: 0))
            }
        }
        return Array(UnsafeBufferPointer(start: results, count: labels.count))
    }
}

/// What a backward pass of the head minimises.
private struct LossGoal {
    let scale: Float
    let distillation: DistillationLoss?
    let forest: SegmentForest
}
