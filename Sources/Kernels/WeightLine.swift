import CVector

/// One row of weights, widened vector by vector as it is read.
protocol WeightLine {
    /// Sixteen weights, from a column that is a multiple of sixteen.
    func vector(_ column: Int) -> Lanes
    /// The same where fewer are left; lanes behind the end are zero.
    func part(_ column: Int, _ count: Int) -> Lanes
}

struct DenseLine<T: Scalar>: WeightLine {
    let start: UnsafePointer<T>

    @inline(__always)
    func vector(_ column: Int) -> Lanes { T.load(start + column) }
    @inline(__always)
    func part(_ column: Int, _ count: Int) -> Lanes { loadPart(start + column, count) }
}

/// Groups of 64 share a scale; rows are padded with zeros to whole groups.
struct Int8Line: WeightLine {
    let start: UnsafeRawPointer
    let scales: UnsafePointer<Float>

    @inline(__always)
    func vector(_ column: Int) -> Lanes {
        pi_load_int8(start + column) * scales[column &>> 6]
    }
    @inline(__always)
    func part(_ column: Int, _ count: Int) -> Lanes { vector(column) }
}

/// Groups of 32 share a scale and 16 bytes; rows are padded with zeros to whole groups.
struct Int4Line: WeightLine {
    let start: UnsafeRawPointer
    let scales: UnsafePointer<Float>

    @inline(__always)
    func vector(_ column: Int) -> Lanes {
        let group = column &>> 5
        let bytes = start + group &* 16
        let codes = column & 16 == 0 ? pi_load_int4_low(bytes) : pi_load_int4_high(bytes)
        return codes * scales[group]
    }
    @inline(__always)
    func part(_ column: Int, _ count: Int) -> Lanes { vector(column) }
}
