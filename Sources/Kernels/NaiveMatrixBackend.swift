/// The product by its definition: the oracle for the others, and what runs without oneDNN.
package struct NaiveMatrixBackend: MatrixBackend {
    package let name = "Swift"

    package init() {}

    package func multiply(_ product: MatrixProduct) {
        let p = product
        for row in 0..<p.m {
            let c = p.c + row * p.cStride
            if p.beta == 0 {
                c.update(repeating: 0, count: p.n)
            } else if p.beta != 1 {
                scaleInPlace(c, p.beta, count: p.n)
            }
            if p.isBTransposed && !p.isATransposed {
                let a = p.a + row * p.aStride
                for column in 0..<p.n {
                    c[column] += p.alpha * dot(a, p.b + column * p.bStride, count: p.k)
                }
            } else {
                multiplyRow(p, row: row, into: c)
            }
        }
    }

    /// Adds a multiple of each row of op(B).
    private func multiplyRow(
        _ p: MatrixProduct, row: Int, into c: UnsafeMutablePointer<Float>
    ) {
        for inner in 0..<p.k {
            let a = p.isATransposed ? p.a[inner * p.aStride + row] : p.a[row * p.aStride + inner]
            let factor = p.alpha * a
            if p.isBTransposed {
                for column in 0..<p.n { c[column] += factor * p.b[column * p.bStride + inner] }
            } else {
                addScaled(p.b + inner * p.bStride, factor, to: c, count: p.n)
            }
        }
    }
}
