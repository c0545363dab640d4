import Foundation

/// Random numbers that are the same everywhere for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
    package private(set) var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in 0 ..< 1.
    package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// Normal with mean 0 and deviation 1 (Box and Muller).
    package mutating func normal() -> Float {
        let radius = (-2 * log(Double(next() >> 11) * 0x1p-53 + 0x1p-54)).squareRoot()
        let angle = 2 * Double.pi * Double(next() >> 11) * 0x1p-53
        return Float(radius * cos(angle))
    }

    /// 0 ..< bound, without the bias of a plain remainder for the bounds used here.
    package mutating func index(below bound: Int) -> Int {
        Int((next() >> 11) % UInt64(bound))
    }

    /// The same order on every platform and in every version of the standard library.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, through: 1, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }
}
