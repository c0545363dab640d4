/// A view of rows in memory that somebody else owns: where they start, how their numbers are
/// stored, and how far apart they are.
package struct Matrix {
    package var base: UnsafeMutableRawPointer
    package var type: ScalarType
    /// Numbers from one row's start to the next one's.
    package var stride: Int

    package init(_ base: UnsafeMutableRawPointer, _ type: ScalarType, stride: Int) {
        self.base = base
        self.type = type
        self.stride = stride
    }

    package init(_ floats: UnsafeMutablePointer<Float>, stride: Int) {
        self.init(UnsafeMutableRawPointer(floats), .float32, stride: stride)
    }

    /// For operands that are only read.
    package init(_ floats: UnsafePointer<Float>, stride: Int) {
        self.init(UnsafeMutablePointer(mutating: floats), stride: stride)
    }

    /// The matrix that starts some rows and columns further on.
    @inline(__always)
    package func from(row: Int = 0, column: Int = 0) -> Matrix {
        Matrix(base + (row * stride + column) * type.byteCount, type, stride: stride)
    }

    /// The first number, where they are floats.
    @inline(__always)
    package var floats: UnsafeMutablePointer<Float> {
        precondition(type == .float32, "The rows are not floats")
        return base.assumingMemoryBound(to: Float.self)
    }

    @inline(__always)
    func pointer<T: Scalar>(_: T.Type) -> UnsafeMutablePointer<T> {
        base.assumingMemoryBound(to: T.self)
    }

    /// One number, widened: for tests and small things.
    package subscript(row: Int, column: Int) -> Float {
        let offset = row * stride + column
        return switch type {
        case .float32: pointer(Float.self)[offset]
        case .bfloat16: pointer(BFloat16.self)[offset].float
        }
    }

    /// Copies rows, rounding or widening where the types differ.
    ///
    /// Shapes: source and self at least (rows, width).
    package func copy(from source: Matrix, rows: Int, width: Int) {
        if source.type == type {
            let bytes = width * type.byteCount
            for row in 0..<rows {
                from(row: row).base.copyMemory(from: source.from(row: row).base, byteCount: bytes)
            }
            return
        }
        switch type {
        case .float32: convert(source, BFloat16.self, Float.self, rows: rows, width: width)
        case .bfloat16: convert(source, Float.self, BFloat16.self, rows: rows, width: width)
        }
    }

    /// Fills rows with zeros.
    package func clear(rows: Int, width: Int) {
        let bytes = width * type.byteCount
        for row in 0..<rows {
            from(row: row).base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        }
    }

    private func convert<S: Scalar, T: Scalar>(
        _ source: Matrix, _: S.Type, _: T.Type, rows: Int, width: Int
    ) {
        for row in 0..<rows {
            let from = UnsafePointer(source.from(row: row).pointer(S.self))
            let to = self.from(row: row).pointer(T.self)
            forEachVector(width) { offset, count in
                storePart(loadPart(from + offset, count), to + offset, count)
            }
        }
    }
}
