/// A tensor to be written, whose rows are made when their turn comes.
package struct GGUFTensor {
    package let name: String
    /// Fastest first, as the format has them: row width, rows, matrices.
    package let dimensions: [Int]
    package let type: GGUFWeightType
    /// Fills the memory with rows, which are counted through all matrices.
    let fill: (Range<Int>, UnsafeMutablePointer<Float>) throws -> Void

    /// - Precondition: Rows can be cut into the type's blocks.
    package init(
        name: String, dimensions: [Int], type: GGUFWeightType,
        fill: @escaping (Range<Int>, UnsafeMutablePointer<Float>) throws -> Void
    ) {
        precondition(!dimensions.isEmpty && dimensions[0] % type.blockLength == 0)
        self.name = name
        self.dimensions = dimensions
        self.type = type
        self.fill = fill
    }

    /// A vector of values that are at hand, in 32-bit floats.
    init(name: String, values: [Float]) {
        self.init(name: name, dimensions: [values.count], type: .float32) { rows, target in
            if rows.isEmpty { return }
            for (index, value) in values.enumerated() { target[index] = value }
        }
    }

    package var rowWidth: Int { dimensions[0] }
    package var rowCount: Int { dimensions.dropFirst().reduce(1, *) }
    package var count: Int { rowWidth * rowCount }
    package var byteCount: Int { type.byteCount(of: count) }
}
