import Kernels
import LanguageModel

/// The fastest that products run here: what a step's speed is held against.
enum ProductCeiling {
    /// GFLOP/s of the best product over a step's own shapes, all threads at once.
    ///
    /// Each thread computes products of its own that share the weights, as the blocks of a step do.
    static func measure(
        _ configuration: ModelConfiguration, precision: ScalarType, rows: Int, on compute: Compute
    ) -> Double {
        let groups = [
            (configuration.hiddenSize, configuration.queryWidth + 2 * configuration.keyValueWidth),
            (configuration.queryWidth, configuration.hiddenSize),
            (configuration.hiddenSize, 2 * configuration.intermediateSize),
            (configuration.intermediateSize, configuration.hiddenSize),
        ]
        var best = 0.0
        for (input, output) in groups {
            for isBackward in [false, true] {
                best = max(
                    best,
                    gigaflops(
                        m: rows, k: isBackward ? output : input, n: isBackward ? input : output,
                        isTransposed: !isBackward, precision, compute))
            }
        }
        return best
    }

    private static func gigaflops(
        m: Int, k: Int, n: Int, isTransposed: Bool, _ precision: ScalarType, _ compute: Compute
    ) -> Double {
        let arena = Arena()
        let threads = compute.pool.threadCount
        let b = arena.takeMatrix(
            rows: isTransposed ? n : k, width: isTransposed ? k : n, precision)
        b.clear(rows: isTransposed ? n : k, width: b.stride)
        let operands = (0..<threads).map { _ in
            let a = arena.takeMatrix(rows: m, width: k, precision)
            a.clear(rows: m, width: k)
            return (a: a, c: arena.takeMatrix(rows: m, width: n, precision))
        }
        let flop = 2 * Double(m) * Double(n) * Double(k)
        let repeats = max(1, Int(4e9 / flop))
        let clock = ContinuousClock()
        var best = Double.infinity
        for _ in 0..<5 {
            let start = clock.now
            compute.pool.run(partCount: threads) { part in
                for _ in 0..<repeats {
                    compute.backend.multiply(
                        MatrixProduct(
                            m: m, n: n, k: k, a: operands[part].a, b: b,
                            isBTransposed: isTransposed, c: operands[part].c))
                }
            }
            best = min(best, (clock.now - start).milliseconds / 1_000)
        }
        return flop * Double(repeats) * Double(threads) / best / 1e9
    }
}
