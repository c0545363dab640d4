/// How the numbers of a matrix are stored.
package enum ScalarType: String, Sendable, CaseIterable {
    case float32
    /// The upper half of a 32-bit float: its range, with 8 bits of precision.
    case bfloat16

    package var byteCount: Int {
        switch self {
        case .float32: 4
        case .bfloat16: 2
        }
    }
}
