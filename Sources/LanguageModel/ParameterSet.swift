import Kernels

/// Named tensors in one block of memory.
///
/// One block makes the optimizer, clipping, checkpoints and comparison a single pass, and gradients
/// and moments are simply blocks of the same size with the same offsets.
package final class ParameterSet {
    /// One tensor of the block.
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let shape: [Int]
        /// Floats from the start of the block.
        package let offset: Int

        package var count: Int { shape.reduce(1, *) }
    }

    package let entries: [Entry]
    package let values: FloatBuffer
    private let indexByName: [String: Int]

    package init(_ tensors: [(name: String, shape: [Int])]) {
        var offset = 0
        entries = tensors.map { tensor in
            defer { offset += tensor.shape.reduce(1, *) }
            return Entry(name: tensor.name, shape: tensor.shape, offset: offset)
        }
        values = FloatBuffer(count: offset)
        indexByName = Dictionary(
            uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    }

    package var count: Int { values.count }

    package func entry(_ name: String) -> Entry? { indexByName[name].map { entries[$0] } }

    /// The tensor's first value; valid while this set is.
    package func pointer(_ entry: Entry) -> UnsafeMutablePointer<Float> {
        values.pointer + entry.offset
    }

    /// A block of zeros for gradients or moments.
    package func makeCompanion() -> FloatBuffer { FloatBuffer(count: values.count) }
}
