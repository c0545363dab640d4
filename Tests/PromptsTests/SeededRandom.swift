/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Words, numbers, marks, line breaks and characters beyond ASCII.
    mutating func text(words: ClosedRange<Int>) -> String {
        let vocabulary = [
            "must", "table", "SUM(a, b)", "Question:", "é", "数据", "🙂", "{query}", "never", "12",
            "e.g.", "the", "\n", "\n\n", "\r\n", " ", "\t", "# Rules", "please", "foo_bar", "Stop.",
            "e\u{301}", "---", "A:", "`x`",
        ]
        return (0..<int(words)).map { _ in
            vocabulary[int(0...vocabulary.count - 1)] + (int(0...3) > 0 ? " " : "")
        }.joined()
    }
}
