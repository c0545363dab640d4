/// The gated activation silu(gate) · up, with silu(x) = x / (1 + e^-x).
///
/// Source: Shazeer 2020.
package enum SwiGLU {
    /// Shapes: gate, up, output (count), any layout that is contiguous.
    package static func forward(
        gate: UnsafePointer<Float>, up: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        count: Int, on compute: Compute
    ) {
        compute.forEachBlock(of: count, smallest: blockSize) { range in
            forEachLanes(in: range) { index, lanes in
                let g = lanes.load(gate, index)
                let sigmoid = 1 / (1 + expLanes(-g))
                lanes.store(g * sigmoid * lanes.load(up, index), output, index)
            }
        }
    }

    /// Replaces the kept gate and up by their gradients, so that no further memory is needed.
    package static func backwardInPlace(
        outputGradient: UnsafePointer<Float>, gate: UnsafeMutablePointer<Float>,
        up: UnsafeMutablePointer<Float>, count: Int, on compute: Compute
    ) {
        compute.forEachBlock(of: count, smallest: blockSize) { range in
            forEachLanes(in: range) { index, lanes in
                let g = lanes.load(gate, index)
                let u = lanes.load(up, index)
                let dy = lanes.load(outputGradient, index)
                let sigmoid = 1 / (1 + expLanes(-g))
                let silu = g * sigmoid
                lanes.store(dy * u * (sigmoid + silu * (1 - sigmoid)), gate, index)
                lanes.store(dy * silu, up, index)
            }
        }
    }

    private static let blockSize = 4_096
}

/// Up to sixteen neighbouring elements, so that a loop's tail takes the same road as its body.
struct LaneWindow {
    let count: Int

    @inline(__always)
    func load(_ pointer: UnsafePointer<Float>, _ index: Int) -> Lanes {
        if count == laneCount { return loadLanes(pointer + index) }
        var lanes = Lanes.zero
        for lane in 0..<count { lanes[lane] = pointer[index + lane] }
        return lanes
    }

    @inline(__always)
    func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>, _ index: Int) {
        if count == laneCount {
            storeLanes(lanes, pointer + index)
        } else {
            for lane in 0..<count { pointer[index + lane] = lanes[lane] }
        }
    }
}

@inline(__always)
func forEachLanes(in range: Range<Int>, _ body: (Int, LaneWindow) -> Void) {
    var index = range.lowerBound
    let full = LaneWindow(count: laneCount)
    while index + laneCount <= range.upperBound {
        body(index, full)
        index += laneCount
    }
    if index < range.upperBound { body(index, LaneWindow(count: range.upperBound - index)) }
}
