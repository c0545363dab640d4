/// A number for a text that looks random, but is the same on every machine and in every run.
struct SeededHash {
    let seed: UInt64

    /// FNV-1a, and the finalizer of SplitMix64 so that texts that differ at the end only do not
    /// stay neighbours.
    func callAsFunction(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }
}
