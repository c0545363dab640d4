/// A small random generator whose numbers are the same on every machine and in every Swift version.
///
/// The standard library does not promise how `random(in:using:)` and `shuffled(using:)` use a
/// generator, so the draws below are spelled out.
///
/// Source: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
package struct SeededGenerator: Sendable {
    private var state: UInt64

    /// The generator of a seed.
    package init(seed: UInt64) { state = seed }

    /// The generator of one item of a stream: neighbouring indices give unrelated numbers.
    package init(seed: UInt64, index: Int, salt: UInt64 = 0) {
        var mixer = SeededGenerator(seed: seed ^ (salt &* 0xD6E8_FEB8_6659_FD93))
        let base = mixer.next()
        var second = SeededGenerator(seed: base ^ UInt64(bitPattern: Int64(index)))
        state = second.next()
    }

    /// The next 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number from 0 up to, not including, `limit`.
    ///
    /// Precondition: `limit` is above 0.
    package mutating func below(_ limit: Int) -> Int {
        precondition(limit > 0)
        return Int(UInt64(limit).multipliedFullWidth(by: next()).high)
    }

    /// True in `percent` of 100 cases.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of the elements, each as likely as the others.
    ///
    /// Precondition: the list is not empty.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// The elements in a random order.
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for last in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(last, below(last + 1))
        }
        return result
    }
}
