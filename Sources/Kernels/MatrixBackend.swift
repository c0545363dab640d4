/// One matrix product on the calling thread.
package protocol MatrixBackend: Sendable {
    /// For reports: what computes, and with which instructions.
    var name: String { get }

    /// C = alpha · op(A) · op(B) + beta · C.
    ///
    /// Shapes: op(A) (M, K), op(B) (K, N), C (M, N), all row-major; a leading dimension is the
    /// distance between two rows in floats. With beta = 0 the content of C is not read.
    func multiply(_ product: MatrixProduct)
}

/// The operands of one product.
package struct MatrixProduct {
    package var m: Int
    package var n: Int
    package var k: Int
    package var a: UnsafePointer<Float>
    package var aStride: Int
    package var isATransposed: Bool
    package var b: UnsafePointer<Float>
    package var bStride: Int
    package var isBTransposed: Bool
    package var c: UnsafeMutablePointer<Float>
    package var cStride: Int
    package var alpha: Float
    package var beta: Float

    package init(
        m: Int, n: Int, k: Int, a: UnsafePointer<Float>, aStride: Int, isATransposed: Bool = false,
        b: UnsafePointer<Float>, bStride: Int, isBTransposed: Bool = false,
        c: UnsafeMutablePointer<Float>, cStride: Int, alpha: Float = 1, beta: Float = 0
    ) {
        self.m = m
        self.n = n
        self.k = k
        self.a = a
        self.aStride = aStride
        self.isATransposed = isATransposed
        self.b = b
        self.bStride = bStride
        self.isBTransposed = isBTransposed
        self.c = c
        self.cStride = cStride
        self.alpha = alpha
        self.beta = beta
    }

    /// The same product restricted to some rows of C.
    func rows(_ range: Range<Int>) -> MatrixProduct {
        var part = self
        part.m = range.count
        part.a = a + (isATransposed ? range.lowerBound : range.lowerBound * aStride)
        part.c = c + range.lowerBound * cStride
        return part
    }

    /// The same product restricted to some columns of C.
    func columns(_ range: Range<Int>) -> MatrixProduct {
        var part = self
        part.n = range.count
        part.b = b + (isBTransposed ? range.lowerBound * bStride : range.lowerBound)
        part.c = c + range.lowerBound
        return part
    }
}
