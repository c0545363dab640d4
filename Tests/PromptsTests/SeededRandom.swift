import TestSupport

typealias SeededRandom = SplitMix

extension SplitMix {
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
