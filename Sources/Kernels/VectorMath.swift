/// Sixteen floats: one AVX-512 register, two AVX2 ones, four SSE ones.
typealias Lanes = SIMD16<Float>

let laneCount = 16

@inline(__always)
func loadLanes(_ pointer: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func storeLanes(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// Sum in a fixed tree order.
@inline(__always)
func sumLanes(_ lanes: Lanes) -> Float {
    let eight = lanes.lowHalf + lanes.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}

/// e^x, within 2 units in the last place; 0 below -87, saturated above 88.
///
/// Polynomial and range reduction after Cephes' `expf`. `Float.exp` in a loop is a call an element.
@inline(__always)
func expLanes(_ value: Lanes) -> Lanes {
    let lowest = Lanes(repeating: -87.3)
    let highest = Lanes(repeating: 88.3)
    var x = value.replacing(with: lowest, where: value .< lowest)
    x = x.replacing(with: highest, where: x .> highest)
    // Adding and taking away 1.5 · 2^23 rounds to the nearest whole number; the sum's low bits
    // are that number, which saves the slow lane-by-lane conversion.
    let magic = Lanes(repeating: 12_582_912)
    let shifted = multiplyAdd(x, Lanes(repeating: 1.442_695_04), magic)
    let whole = shifted - magic
    let r = multiplyAdd(
        whole, Lanes(repeating: 2.121_944_4e-4),
        multiplyAdd(whole, Lanes(repeating: -0.693_359_375), x))
    var p = multiplyAdd(r, Lanes(repeating: 1.987_569_15e-4), Lanes(repeating: 1.398_199_95e-3))
    p = multiplyAdd(p, r, Lanes(repeating: 8.333_451_9e-3))
    p = multiplyAdd(p, r, Lanes(repeating: 4.166_579_6e-2))
    p = multiplyAdd(p, r, Lanes(repeating: 1.666_666_55e-1))
    p = multiplyAdd(p, r, Lanes(repeating: 5.000_000_1e-1))
    p = multiplyAdd(p, r * r, r) + 1
    let bits = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &- 0x4B40_0000 &+ 127
    let result = p * unsafeBitCast(bits &<< 23, to: Lanes.self)
    return result.replacing(with: 0, where: value .< lowest)
}

/// 2^x; 0 below -126, saturated above 127.
///
/// With base 2 the range reduction is exact in one step. `isShort` ends the series (Taylor's) where
/// the result is rounded to eight bits anyway: 6e-5 off instead of 2e-7.
@inline(__always)
func exp2Lanes(_ value: Lanes, isShort: Bool) -> Lanes {
    let lowest = Lanes(repeating: -126)
    let highest = Lanes(repeating: 127)
    var x = value.replacing(with: lowest, where: value .< lowest)
    // Rounding may lift the differences of very large scores above zero.
    x = x.replacing(with: highest, where: x .> highest)
    let magic = Lanes(repeating: 12_582_912)
    let shifted = x + magic
    let r = x - (shifted - magic)
    var p: Lanes
    if isShort {
        p = multiplyAdd(r, Lanes(repeating: 9.618_129e-3), Lanes(repeating: 5.550_411e-2))
    } else {
        p = multiplyAdd(r, Lanes(repeating: 1.540_353e-4), Lanes(repeating: 1.333_355_8e-3))
        p = multiplyAdd(p, r, Lanes(repeating: 9.618_129e-3))
        p = multiplyAdd(p, r, Lanes(repeating: 5.550_411e-2))
    }
    p = multiplyAdd(p, r, Lanes(repeating: 2.402_265e-1))
    p = multiplyAdd(p, r, Lanes(repeating: 6.931_472e-1))
    p = multiplyAdd(p, r, Lanes(repeating: 1))
    let bits = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &- 0x4B40_0000 &+ 127
    let result = p * unsafeBitCast(bits &<< 23, to: Lanes.self)
    return result.replacing(with: 0, where: value .<= lowest)
}

/// log2(e).
let binaryLogarithmOfE: Float = 1.442_695_04

/// Sum of products, in four interleaved sums.
package func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
    var s0 = Lanes.zero
    var s1 = Lanes.zero
    var s2 = Lanes.zero
    var s3 = Lanes.zero
    var index = 0
    while index + 4 * laneCount <= count {
        s0 += loadLanes(a + index) * loadLanes(b + index)
        s1 += loadLanes(a + index + 16) * loadLanes(b + index + 16)
        s2 += loadLanes(a + index + 32) * loadLanes(b + index + 32)
        s3 += loadLanes(a + index + 48) * loadLanes(b + index + 48)
        index += 4 * laneCount
    }
    while index + laneCount <= count {
        s0 += loadLanes(a + index) * loadLanes(b + index)
        index += laneCount
    }
    var result = sumLanes((s0 + s1) + (s2 + s3))
    while index < count {
        result += a[index] * b[index]
        index += 1
    }
    return result
}

/// target += factor · source.
package func addScaled(
    _ source: UnsafePointer<Float>, _ factor: Float, to target: UnsafeMutablePointer<Float>,
    count: Int
) {
    var index = 0
    while index + laneCount <= count {
        storeLanes(loadLanes(target + index) + loadLanes(source + index) * factor, target + index)
        index += laneCount
    }
    while index < count {
        target[index] += factor * source[index]
        index += 1
    }
}

/// target *= factor.
package func scaleInPlace(_ target: UnsafeMutablePointer<Float>, _ factor: Float, count: Int) {
    var index = 0
    while index + laneCount <= count {
        storeLanes(loadLanes(target + index) * factor, target + index)
        index += laneCount
    }
    while index < count {
        target[index] *= factor
        index += 1
    }
}

/// Sum of squares in double precision, so that a norm over millions of values stays exact enough.
package func sumOfSquares(_ values: UnsafePointer<Float>, count: Int) -> Double {
    var total = 0.0
    var index = 0
    while index < count {
        let end = min(index + 4_096, count)
        total += Double(dot(values + index, values + index, count: end - index))
        index = end
    }
    return total
}

/// The largest value; minus infinity where there is none.
func maximum(_ values: UnsafePointer<Float>, count: Int) -> Float {
    var index = 0
    var result = -Float.infinity
    if count >= laneCount {
        var lanes = loadLanes(values)
        index = laneCount
        while index + laneCount <= count {
            let next = loadLanes(values + index)
            lanes = lanes.replacing(with: next, where: next .> lanes)
            index += laneCount
        }
        result = lanes.max()
    }
    while index < count {
        result = max(result, values[index])
        index += 1
    }
    return result
}

/// Replaces each x by e^(x - shift) and returns their sum.
func exponentiate(
    _ values: UnsafeMutablePointer<Float>, minus shift: Float, count: Int
) -> Float {
    var sum = Lanes.zero
    var index = 0
    while index + laneCount <= count {
        let e = expLanes(loadLanes(values + index) - shift)
        storeLanes(e, values + index)
        sum += e
        index += laneCount
    }
    var result = sumLanes(sum)
    if index < count {
        // The tail goes through the same polynomial, so that a row's result does not depend on
        // where in a vector its elements fall.
        var rest = Lanes(repeating: -.infinity)
        for lane in 0..<(count - index) { rest[lane] = values[index + lane] - shift }
        let e = expLanes(rest)
        for lane in 0..<(count - index) {
            values[index + lane] = e[lane]
            result += e[lane]
        }
    }
    return result
}
