extension Attention {
    /// What the backward pass of a segment reads and writes, from the segment's first row on.
    package struct Gradients {
        /// Attention's result and its gradient, like the queries.
        package var output: Matrix
        package var outputGradient: Matrix
        /// (rows, heads), from `forward`.
        package var logSumExp: UnsafePointer<Float>
        /// (rows, heads · headWidth), floats; set, not added to.
        package var queryGradient: Matrix

        package init(
            output: Matrix, outputGradient: Matrix, logSumExp: UnsafePointer<Float>,
            queryGradient: Matrix
        ) {
            self.output = output
            self.outputGradient = outputGradient
            self.logSumExp = logSumExp
            self.queryGradient = queryGradient
        }
    }

    /// Sets the gradient of one block's queries and adds to those of the keys and values it saw,
    /// on the calling thread.
    ///
    /// - Parameters:
    ///   - segment: queries, keys and values of the forward pass.
    ///   - block: the queries.
    ///   - keyValueHead: the head of keys; all query heads that share it are done together.
    ///   - gradients: the queries' side.
    ///   - pieces: beside the segment's pieces, where gradients of keys and values are added.
    package func backward(
        _ segment: AttentionSegment, block: Range<Int>, keyValueHead: Int, _ gradients: Gradients,
        pieces: [AttentionGradientPiece]
    ) {
        switch segment.queries.type {
        case .float32: backward(segment, block, keyValueHead, gradients, pieces, Float.self)
        case .bfloat16: backward(segment, block, keyValueHead, gradients, pieces, BFloat16.self)
        }
    }

    private func backward<T: Scalar>(
        _ segment: AttentionSegment, _ block: Range<Int>, _ keyValueHead: Int,
        _ gradients: Gradients, _ pieces: [AttentionGradientPiece], _: T.Type
    ) {
        let type = segment.queries.type
        let width = shape.headWidth
        let view = AttentionView(segment, block: block, shape: shape)
        let rows = view.paddedRows
        let capacity = min(Self.backwardTileKeys, padded(view.keys.count, to: Self.keyPadding))
        var layout = ScratchLayout()
        let queriesAt = layout.add(rows * width, type)
        let outputGradientAt = layout.add(rows * width, type)
        let keysAt = layout.add(capacity * width, type)
        let valuesAt = layout.add(capacity * width, type)
        let scoresAt = layout.add(rows * capacity, .float32)
        let gradientsAt = layout.add(rows * capacity, .float32)
        let probabilitiesAt = layout.add(rows * capacity, type)
        let scoreGradientsAt = layout.add(rows * capacity, type)
        let queryGradientAt = layout.add(rows * width, .float32)
        let keyGradientAt = layout.add(capacity * width, .float32)
        let valueGradientAt = layout.add(capacity * width, .float32)
        let logSumExpAt = layout.add(rows, .float32)
        let dotsAt = layout.add(rows, .float32)
        scratch.with(layout) { memory in
            func matrix(_ offset: Int, _ type: ScalarType, _ stride: Int) -> Matrix {
                Matrix(memory + offset, type, stride: stride)
            }
            let queries = matrix(queriesAt, type, width)
            let outputGradient = matrix(outputGradientAt, type, width)
            let keys = matrix(keysAt, type, width)
            let values = matrix(valuesAt, type, width)
            let scores = matrix(scoresAt, .float32, rows)
            let gradientsOfProbabilities = matrix(gradientsAt, .float32, rows)
            let probabilities = matrix(probabilitiesAt, type, rows)
            let scoreGradients = matrix(scoreGradientsAt, type, rows)
            let queryGradient = matrix(queryGradientAt, .float32, width)
            let keyGradient = matrix(keyGradientAt, .float32, width)
            let valueGradient = matrix(valueGradientAt, .float32, width)
            let logSumExp = (memory + logSumExpAt).assumingMemoryBound(to: Float.self)
            let dots = (memory + dotsAt).assumingMemoryBound(to: Float.self)

            view.gatherRows(segment.queries, keyValueHead: keyValueHead, into: queries)
            view.gatherRows(
                gradients.outputGradient, keyValueHead: keyValueHead, into: outputGradient)
            gatherRowValues(view, keyValueHead, gradients, logSumExp, dots, T.self)
            for tile in view.tiles(of: Self.backwardTileKeys) {
                let count = padded(tile.count, to: Self.keyPadding)
                view.gatherTile(tile, keyValueHead, count, keys: keys, values: values)
                // Transposed scores and dPᵀ: (keys, rows).
                backend.multiply(
                    MatrixProduct(
                        m: count, n: rows, k: width, a: keys, b: queries, isBTransposed: true,
                        c: scores))
                backend.multiply(
                    MatrixProduct(
                        m: count, n: rows, k: width, a: values, b: outputGradient,
                        isBTransposed: true, c: gradientsOfProbabilities))
                for key in 0..<count {
                    softmaxBackward(
                        view, key < tile.count ? tile.lowerBound + key : nil,
                        scores.from(row: key).floats,
                        gradientsOfProbabilities.from(row: key).floats, logSumExp, dots,
                        probabilities.from(row: key).pointer(T.self),
                        scoreGradients.from(row: key).pointer(T.self))
                }
                // dV = Pᵀ · dO, dK = dSᵀ · Q, dQ += dS · K
                backend.multiply(
                    MatrixProduct(
                        m: count, n: width, k: rows, a: probabilities, b: outputGradient,
                        c: valueGradient))
                backend.multiply(
                    MatrixProduct(
                        m: count, n: width, k: rows, a: scoreGradients, b: queries,
                        c: keyGradient))
                backend.multiply(
                    MatrixProduct(
                        m: rows, n: width, k: count, a: scoreGradients, isATransposed: true,
                        b: keys, c: queryGradient,
                        accumulates: tile.lowerBound != view.keys.lowerBound))
                add(keyGradient, valueGradient, of: tile, view, to: pieces)
            }
            for row in 0..<rows {
                guard let (index, head) = view.origin(row, keyValueHead) else { continue }
                gradients.queryGradient.from(row: index, column: head * width).floats.update(
                    from: queryGradient.from(row: row).floats, count: width)
            }
        }
    }

    /// Log-sum-exp of each row in base 2, and the product of its output with the output's gradient.
    private func gatherRowValues<T: Scalar>(
        _ view: AttentionView, _ keyValueHead: Int, _ gradients: Gradients,
        _ logSumExp: UnsafeMutablePointer<Float>, _ dots: UnsafeMutablePointer<Float>, _: T.Type
    ) {
        let width = shape.headWidth
        for row in 0..<view.paddedRows {
            guard let (index, head) = view.origin(row, keyValueHead) else {
                logSumExp[row] = 0
                dots[row] = 0
                continue
            }
            logSumExp[row] =
                gradients.logSumExp[index * shape.headCount + head] * binaryLogarithmOfE
            let y = UnsafePointer(
                gradients.output.from(row: index, column: head * width).pointer(T.self))
            let dy = UnsafePointer(
                gradients.outputGradient.from(row: index, column: head * width).pointer(T.self))
            var sum = Lanes.zero
            forEachVector(width) { offset, count in
                sum = multiplyAdd(
                    loadPart(y + offset, count), loadPart(dy + offset, count), sum)
            }
            dots[row] = sumLanes(sum)
        }
    }

    /// Turns one key's scores into probabilities, and the gradients of those into gradients of the
    /// unscaled scores.
    @inline(__always)
    private func softmaxBackward<T: Scalar>(
        _ view: AttentionView, _ key: Int?, _ scores: UnsafePointer<Float>,
        _ gradients: UnsafePointer<Float>, _ logSumExp: UnsafePointer<Float>,
        _ dots: UnsafePointer<Float>, _ probabilities: UnsafeMutablePointer<T>,
        _ scoreGradients: UnsafeMutablePointer<T>
    ) {
        guard let key else {
            clear(probabilities, 0..<view.paddedRows)
            clear(scoreGradients, 0..<view.paddedRows)
            return
        }
        let seeing = view.seeingQueries(key: key)
        let scale = Lanes(repeating: shape.scale)
        let factor = Lanes(repeating: shape.scale * binaryLogarithmOfE)
        for head in 0..<shape.groupSize {
            let start = head * view.headRows
            let range = start + seeing.lowerBound..<start + seeing.upperBound
            let (before, behind) = (
                start..<range.lowerBound, range.upperBound..<start + view.headRows
            )
            clear(probabilities, before)
            clear(probabilities, behind)
            clear(scoreGradients, before)
            clear(scoreGradients, behind)
            forEachVector(range.count) { offset, count in
                let column = range.lowerBound &+ offset
                let p = exp2Lanes(
                    multiplyAdd(
                        loadPart(scores + column, count), factor,
                        -loadPart(logSumExp + column, count)), isShort: T.isShort)
                let d = loadPart(gradients + column, count) - loadPart(dots + column, count)
                storePart(p, probabilities + column, count)
                storePart(p * d * scale, scoreGradients + column, count)
            }
        }
    }

    private func add(
        _ keyGradient: Matrix, _ valueGradient: Matrix, of tile: Range<Int>, _ view: AttentionView,
        to pieces: [AttentionGradientPiece]
    ) {
        let width = shape.headWidth
        var row = 0
        view.forEachPiece(of: tile) { index, rows in
            let piece = pieces[index]
            let (target, count) = (rows.lowerBound * width, rows.count * width)
            addScaled(
                keyGradient.from(row: row).floats, 1, to: piece.keys + target, count: count)
            addScaled(
                valueGradient.from(row: row).floats, 1, to: piece.values + target, count: count)
            row += rows.count
        }
    }
}
