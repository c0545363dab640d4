import Foundation

/// A block of 32-bit floats, aligned to a cache line and freed with its owner.
///
/// Not safe to share between threads as such: one owner hands out row ranges, and whoever works on
/// them in parallel keeps to disjoint ones (`WorkerPool`).
package final class FloatBuffer {
    package let count: Int
    package let pointer: UnsafeMutablePointer<Float>

    /// Bytes; one cache line, and the width of the widest vector register.
    package static let alignment = 64

    /// A block of zeros.
    package init(count: Int) {
        precondition(count >= 0)
        self.count = count
        let byteCount = max(count, 1) * MemoryLayout<Float>.stride
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: byteCount, alignment: Self.alignment)
        // Zeroing through memset lets the kernel hand out untouched zero pages lazily.
        memset(raw, 0, byteCount)
        pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    package convenience init(copying values: some Collection<Float>) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { pointer[index] = value }
    }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }

    package func fill(_ value: Float) { pointer.update(repeating: value, count: count) }

    /// Takes over the values of a block of the same size.
    package func copy(from other: FloatBuffer) {
        precondition(other.count == count)
        pointer.update(from: other.pointer, count: count)
    }

    /// Valid only while this buffer is: keep it alive with `withExtendedLifetime`.
    package var values: UnsafeBufferPointer<Float> { .init(start: pointer, count: count) }

    package func copyToArray() -> [Float] { Array(values) }
}
