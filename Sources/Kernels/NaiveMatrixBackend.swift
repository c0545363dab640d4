/// The product by its definition: the oracle for the others, and what runs without oneDNN.
package struct NaiveMatrixBackend: MatrixBackend {
    package let name = "Swift"
    package let isFastWithBFloat16 = false

    package init() {}

    package func multiply(_ product: MatrixProduct) {
        precondition(product.a.type == product.b.type, "The operands differ in type")
        switch (product.a.type, product.c.type) {
        case (.float32, .float32): multiply(product, Float.self, Float.self)
        case (.float32, .bfloat16): multiply(product, Float.self, BFloat16.self)
        case (.bfloat16, .float32): multiply(product, BFloat16.self, Float.self)
        case (.bfloat16, .bfloat16): multiply(product, BFloat16.self, BFloat16.self)
        }
    }

    private func multiply<T: Scalar, C: Scalar>(_ p: MatrixProduct, _: T.Type, _: C.Type) {
        let sums = FloatBuffer(count: p.n)
        let sum = sums.pointer
        defer { withExtendedLifetime(sums) {} }
        for row in 0..<p.m {
            let c = p.c.from(row: row).pointer(C.self)
            for column in 0..<p.n { sum[column] = p.accumulates ? c[column].float : 0 }
            if p.isBTransposed && !p.isATransposed {
                let a = UnsafePointer(p.a.from(row: row).pointer(T.self))
                for column in 0..<p.n {
                    sum[column] += dot(a, p.b.from(row: column).pointer(T.self), count: p.k)
                }
            } else {
                addRows(p, T.self, row: row, to: sum)
            }
            forEachVector(p.n) { offset, count in
                storePart(loadPart(sum + offset, count), c + offset, count)
            }
        }
    }

    /// Adds a multiple of each row of op(B).
    private func addRows<T: Scalar>(
        _ p: MatrixProduct, _: T.Type, row: Int, to sum: UnsafeMutablePointer<Float>
    ) {
        for inner in 0..<p.k {
            let factor =
                (p.isATransposed
                ? p.a.from(row: inner, column: row) : p.a.from(row: row, column: inner))
                .pointer(T.self).pointee.float
            if p.isBTransposed {
                let b = p.b.from(column: inner).pointer(T.self)
                for column in 0..<p.n { sum[column] += factor * b[column * p.b.stride].float }
            } else {
                let b = UnsafePointer(p.b.from(row: inner).pointer(T.self))
                forEachVector(p.n) { offset, count in
                    let value = multiplyAdd(
                        loadPart(b + offset, count), Lanes(repeating: factor),
                        loadPart(sum + offset, count))
                    storePart(value, sum + offset, count)
                }
            }
        }
    }

    private func dot<T: Scalar>(
        _ a: UnsafePointer<T>, _ b: UnsafePointer<T>, count: Int
    ) -> Float {
        var sum = Lanes.zero
        forEachVector(count) { offset, width in
            sum = multiplyAdd(loadPart(a + offset, width), loadPart(b + offset, width), sum)
        }
        return sumLanes(sum)
    }
}
