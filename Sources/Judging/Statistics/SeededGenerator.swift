/// Random numbers with an explicit seed, the same on every machine and in every version: an interval
/// in a report can be computed again.
///
/// Source: SplitMix64 (Steele, Lea and Flood 2014).
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number from 0 up to, without, `limit`.
    ///
    /// The high word of a product; its bias is below one in 2^32 for any list that fits memory here,
    /// and no draw is ever thrown away, so that resamples stay comparable.
    mutating func index(below limit: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(limit)).high)
    }
}
