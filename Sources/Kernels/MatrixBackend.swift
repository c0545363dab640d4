/// One matrix product on the calling thread.
package protocol MatrixBackend: Sendable {
    /// For reports: what computes, and with which instructions.
    var name: String { get }
    /// Whether products of bfloat16 are at least as fast here as those of floats.
    var isFastWithBFloat16: Bool { get }

    /// C = op(A) · op(B), or C += where the product accumulates; sums are in 32-bit floats.
    func multiply(_ product: MatrixProduct)
}

/// The operands of one product.
///
/// Shapes: op(A) (M, K), op(B) (K, N), C (M, N), all row-major. A and B have the same type.
package struct MatrixProduct {
    package var m: Int
    package var n: Int
    package var k: Int
    package var a: Matrix
    package var isATransposed: Bool
    package var b: Matrix
    package var isBTransposed: Bool
    package var c: Matrix
    /// Whether the product is added to what C holds.
    package var accumulates: Bool

    package init(
        m: Int, n: Int, k: Int, a: Matrix, isATransposed: Bool = false, b: Matrix,
        isBTransposed: Bool = false, c: Matrix, accumulates: Bool = false
    ) {
        self.m = m
        self.n = n
        self.k = k
        self.a = a
        self.isATransposed = isATransposed
        self.b = b
        self.isBTransposed = isBTransposed
        self.c = c
        self.accumulates = accumulates
    }

    /// The same product restricted to some rows of C.
    func rows(_ range: Range<Int>) -> MatrixProduct {
        var part = self
        part.m = range.count
        part.a =
            isATransposed ? a.from(column: range.lowerBound) : a.from(row: range.lowerBound)
        part.c = c.from(row: range.lowerBound)
        return part
    }

    /// The same product restricted to some columns of C.
    func columns(_ range: Range<Int>) -> MatrixProduct {
        var part = self
        part.n = range.count
        part.b =
            isBTransposed ? b.from(row: range.lowerBound) : b.from(column: range.lowerBound)
        part.c = c.from(column: range.lowerBound)
        return part
    }
}
