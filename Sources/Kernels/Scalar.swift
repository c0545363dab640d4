import CVector

/// A storage type that kernels are written for once; arithmetic is always in 32-bit floats.
protocol Scalar {
    /// Sixteen neighbours.
    static func load(_ pointer: UnsafePointer<Self>) -> Lanes
    static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Self>)
    init(_ float: Float)
    var float: Float { get }
    /// Whether so few bits are kept that series may end early.
    static var isShort: Bool { get }
}

extension Float: Scalar {
    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> Lanes { loadLanes(pointer) }
    @inline(__always)
    static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
        storeLanes(lanes, pointer)
    }
    @inline(__always)
    var float: Float { self }
    static var isShort: Bool { false }
}

/// The upper half of a 32-bit float.
package struct BFloat16: Scalar {
    package var bits: UInt16
    static var isShort: Bool { true }

    /// Rounds to nearest, ties to even.
    @inline(__always)
    package init(_ float: Float) {
        let wide = float.bitPattern
        bits = UInt16(truncatingIfNeeded: (wide &+ 0x7FFF &+ ((wide >> 16) & 1)) >> 16)
    }

    @inline(__always)
    package var float: Float { Float(bitPattern: UInt32(bits) << 16) }

    @inline(__always)
    static func load(_ pointer: UnsafePointer<BFloat16>) -> Lanes { pi_load_bfloat16(pointer) }
    @inline(__always)
    static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<BFloat16>) {
        pi_store_bfloat16(lanes, pointer)
    }
}

/// Up to sixteen neighbours; lanes beyond `count` are zero.
@inline(__always)
func loadPart<T: Scalar>(_ pointer: UnsafePointer<T>, _ count: Int) -> Lanes {
    if count >= laneCount { return T.load(pointer) }
    var lanes = Lanes.zero
    for lane in 0..<count { lanes[lane] = pointer[lane].float }
    return lanes
}

/// Stores the first `count` lanes.
@inline(__always)
func storePart<T: Scalar>(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<T>, _ count: Int) {
    if count >= laneCount { return T.store(lanes, pointer) }
    for lane in 0..<count { pointer[lane] = T(lanes[lane]) }
}

/// a · b + c.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { pi_multiply_add(a, b, c) }

/// Calls `body` with the offset and width of each vector of a row.
@inline(__always)
func forEachVector(_ width: Int, _ body: (_ offset: Int, _ count: Int) -> Void) {
    var offset = 0
    while offset &+ laneCount <= width {
        body(offset, laneCount)
        offset &+= laneCount
    }
    if offset < width { body(offset, width &- offset) }
}
