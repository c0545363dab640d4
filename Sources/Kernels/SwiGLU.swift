/// The gated activation silu(gate) · up, with silu(x) = x / (1 + e^-x).
///
/// Every function works on the calling thread. Source: Shazeer 2020.
package enum SwiGLU {
    /// Shapes: gateAndUp (rows, 2 · width), gate first; output (rows, width), of the same type.
    package static func forward(_ gateAndUp: Matrix, rows: Int, width: Int, output: Matrix) {
        precondition(gateAndUp.type == output.type)
        switch output.type {
        case .float32: forward(gateAndUp, rows: rows, width: width, output, Float.self)
        case .bfloat16: forward(gateAndUp, rows: rows, width: width, output, BFloat16.self)
        }
    }

    /// Gradients of gate and up.
    ///
    /// Shapes: as in `forward`; `gradient` like gateAndUp, and may be the same memory.
    package static func backward(
        outputGradient: Matrix, gateAndUp: Matrix, rows: Int, width: Int, gradient: Matrix
    ) {
        precondition(
            gateAndUp.type == outputGradient.type && gateAndUp.type == gradient.type)
        switch gateAndUp.type {
        case .float32:
            backward(outputGradient, gateAndUp, rows: rows, width: width, gradient, Float.self)
        case .bfloat16:
            backward(outputGradient, gateAndUp, rows: rows, width: width, gradient, BFloat16.self)
        }
    }

    private static func forward<T: Scalar>(
        _ gateAndUp: Matrix, rows: Int, width: Int, _ output: Matrix, _: T.Type
    ) {
        for row in 0..<rows {
            let gate = UnsafePointer(gateAndUp.from(row: row).pointer(T.self))
            let up = gate + width
            let y = output.from(row: row).pointer(T.self)
            forEachVector(width) { offset, count in
                let g = loadPart(gate + offset, count)
                let value = g / (1 + expLanes(-g)) * loadPart(up + offset, count)
                storePart(value, y + offset, count)
            }
        }
    }

    private static func backward<T: Scalar>(
        _ outputGradient: Matrix, _ gateAndUp: Matrix, rows: Int, width: Int, _ gradient: Matrix,
        _: T.Type
    ) {
        for row in 0..<rows {
            let gate = UnsafePointer(gateAndUp.from(row: row).pointer(T.self))
            let up = gate + width
            let dy = UnsafePointer(outputGradient.from(row: row).pointer(T.self))
            let gateGradient = gradient.from(row: row).pointer(T.self)
            let upGradient = gateGradient + width
            forEachVector(width) { offset, count in
                let g = loadPart(gate + offset, count)
                let u = loadPart(up + offset, count)
                let d = loadPart(dy + offset, count)
                let sigmoid = 1 / (1 + expLanes(-g))
                let silu = g * sigmoid
                storePart(
                    d * u * multiplyAdd(silu, 1 - sigmoid, sigmoid), gateGradient + offset, count)
                storePart(d * silu, upGradient + offset, count)
            }
        }
    }
}
