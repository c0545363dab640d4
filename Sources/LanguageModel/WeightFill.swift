import Kernels

/// Where a transformer's weights come from.
enum WeightFill {
    /// Widens a tensor by name into memory with room for it.
    case read((_ name: String, UnsafeMutablePointer<Float>) throws -> Void)
    /// Noise, for benchmarks on models that never existed.
    case random(deviation: Float, seed: UInt64)

    /// The values of a vector.
    func vector(_ name: String, count: Int) throws -> FloatBuffer {
        let buffer = FloatBuffer(count: count)
        switch self {
        case .read(let read): try read(name, buffer.pointer)
        case .random: buffer.fill(1)
        }
        return buffer
    }

    /// Calls `row` with every row of a matrix, split over the threads.
    func matrix(
        _ name: String, rows: Int, width: Int, on compute: Compute,
        _ row: (Int, UnsafePointer<Float>) -> Void
    ) throws {
        switch self {
        case .read(let read):
            let buffer = FloatBuffer(count: rows * width)
            try read(name, buffer.pointer)
            compute.forEachBlock(of: rows) { range in
                for index in range { row(index, buffer.pointer + index * width) }
            }
            withExtendedLifetime(buffer) {}
        case .random(let deviation, let seed):
            compute.forEachBlock(of: rows) { range in
                var generator = SeededGenerator(seed: seed &+ Self.hash(name, range.lowerBound))
                var line = [Float](repeating: 0, count: width)
                for index in range {
                    for column in 0..<width {
                        // Uniform noise of the wanted deviation.
                        line[column] = (generator.unit() - 0.5) * deviation * 3.4641
                    }
                    row(index, line)
                }
            }
        }
    }

    /// Fills a matrix that may be quantised.
    func fill(
        _ matrix: WeightMatrix, rowOffset: Int, _ name: String, rows: Int, on compute: Compute
    )
        throws
    {
        if case .random(let deviation, let seed) = self, matrix.type.groupSize != nil {
            compute.forEachBlock(of: rows) { range in
                var generator = SeededGenerator(seed: seed &+ Self.hash(name, range.lowerBound))
                for index in range {
                    matrix.setRandomRow(rowOffset + index, deviation: deviation) {
                        generator.next()
                    }
                }
            }
            return
        }
        try self.matrix(name, rows: rows, width: matrix.width, on: compute) { index, line in
            matrix.setRow(rowOffset + index, line)
        }
    }

    /// Differs between tensors and parts of them; the same in every run.
    private static func hash(_ name: String, _ part: Int) -> UInt64 {
        name.utf8.reduce(UInt64(part) &* 0x9E37_79B9_7F4A_7C15 &+ 0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0100_0000_01B3
        }
    }
}

/// What all weights of a transformer are made with.
struct WeightBuilding {
    let fill: WeightFill
    let compute: Compute
    let slab = MemorySlab()
    /// Rank of the adapter to come, for which every projection leaves room.
    let adapterRank: Int
}
