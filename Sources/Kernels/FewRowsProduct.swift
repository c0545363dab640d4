/// Products of a few rows with the rows of a large matrix.
///
/// The matrix is read once, in the order in which it lies in memory: several of its rows at a time
/// would make streams too short for the processor to fetch ahead, at half the speed
/// (docs/performance.md). Every sum is made of the same four interleaved ones, so that a row's
/// result depends neither on how many rows there are nor on how the matrix is split over threads.
enum FewRowsProduct {
    /// C = X · Wᵀ for some rows of W.
    @inline(__always)
    static func run<Line: WeightLine>(
        _ x: Matrix, count: Int, width: Int, rows: Range<Int>, output: Matrix, accumulates: Bool,
        line: (Int) -> Line
    ) {
        var index = 0
        while index < count {
            let left = count - index
            let target = output.from(row: index)
            let x0 = UnsafePointer(x.from(row: index).floats)
            if left >= 4 {
                let (x1, x2, x3) = (x0 + x.stride, x0 + 2 * x.stride, x0 + 3 * x.stride)
                for row in rows {
                    let sums = dots(x0, x1, x2, x3, line(row), width)
                    store(sums.x, target, 0, row, accumulates)
                    store(sums.y, target, 1, row, accumulates)
                    store(sums.z, target, 2, row, accumulates)
                    store(sums.w, target, 3, row, accumulates)
                }
                index += 4
            } else {
                for row in rows {
                    for item in 0..<left {
                        let sum = dot(x0 + item * x.stride, line(row), width)
                        store(sum, target, item, row, accumulates)
                    }
                }
                index += left
            }
        }
    }

    @inline(__always)
    private static func dot<Line: WeightLine>(
        _ x: UnsafePointer<Float>, _ line: Line, _ width: Int
    ) -> Float {
        var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var column = 0
        while column &+ 4 &* laneCount <= width {
            s0 = multiplyAdd(line.vector(column), loadLanes(x + column), s0)
            s1 = multiplyAdd(line.vector(column &+ 16), loadLanes(x + (column &+ 16)), s1)
            s2 = multiplyAdd(line.vector(column &+ 32), loadLanes(x + (column &+ 32)), s2)
            s3 = multiplyAdd(line.vector(column &+ 48), loadLanes(x + (column &+ 48)), s3)
            column &+= 4 &* laneCount
        }
        while column < width {
            let count = min(laneCount, width &- column)
            s0 = multiplyAdd(line.part(column, count), loadPart(x + column, count), s0)
            column &+= laneCount
        }
        return sumLanes((s0 + s1) + (s2 + s3))
    }

    /// Four rows at once, each summed as `dot` does it.
    @inline(__always)
    private static func dots<Line: WeightLine>(
        _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ x2: UnsafePointer<Float>,
        _ x3: UnsafePointer<Float>, _ line: Line, _ width: Int
    ) -> SIMD4<Float> {
        var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (b0, b1, b2, b3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (c0, c1, c2, c3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var (d0, d1, d2, d3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        var column = 0
        while column &+ 4 &* laneCount <= width {
            let (w0, w1) = (line.vector(column), line.vector(column &+ 16))
            let (w2, w3) = (line.vector(column &+ 32), line.vector(column &+ 48))
            a0 = multiplyAdd(w0, loadLanes(x0 + column), a0)
            a1 = multiplyAdd(w1, loadLanes(x0 + (column &+ 16)), a1)
            a2 = multiplyAdd(w2, loadLanes(x0 + (column &+ 32)), a2)
            a3 = multiplyAdd(w3, loadLanes(x0 + (column &+ 48)), a3)
            b0 = multiplyAdd(w0, loadLanes(x1 + column), b0)
            b1 = multiplyAdd(w1, loadLanes(x1 + (column &+ 16)), b1)
            b2 = multiplyAdd(w2, loadLanes(x1 + (column &+ 32)), b2)
            b3 = multiplyAdd(w3, loadLanes(x1 + (column &+ 48)), b3)
            c0 = multiplyAdd(w0, loadLanes(x2 + column), c0)
            c1 = multiplyAdd(w1, loadLanes(x2 + (column &+ 16)), c1)
            c2 = multiplyAdd(w2, loadLanes(x2 + (column &+ 32)), c2)
            c3 = multiplyAdd(w3, loadLanes(x2 + (column &+ 48)), c3)
            d0 = multiplyAdd(w0, loadLanes(x3 + column), d0)
            d1 = multiplyAdd(w1, loadLanes(x3 + (column &+ 16)), d1)
            d2 = multiplyAdd(w2, loadLanes(x3 + (column &+ 32)), d2)
            d3 = multiplyAdd(w3, loadLanes(x3 + (column &+ 48)), d3)
            column &+= 4 &* laneCount
        }
        while column < width {
            let count = min(laneCount, width &- column)
            let weight = line.part(column, count)
            a0 = multiplyAdd(weight, loadPart(x0 + column, count), a0)
            b0 = multiplyAdd(weight, loadPart(x1 + column, count), b0)
            c0 = multiplyAdd(weight, loadPart(x2 + column, count), c0)
            d0 = multiplyAdd(weight, loadPart(x3 + column, count), d0)
            column &+= laneCount
        }
        return SIMD4(
            sumLanes((a0 + a1) + (a2 + a3)), sumLanes((b0 + b1) + (b2 + b3)),
            sumLanes((c0 + c1) + (c2 + c3)), sumLanes((d0 + d1) + (d2 + d3)))
    }

    @inline(__always)
    private static func store(
        _ value: Float, _ output: Matrix, _ row: Int, _ column: Int, _ accumulates: Bool
    ) {
        let target = output.from(row: row).floats + column
        target.pointee = accumulates ? target.pointee + value : value
    }
}
