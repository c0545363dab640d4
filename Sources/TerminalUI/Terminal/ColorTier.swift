/// How many colours a terminal can show.
package enum ColorTier: String, Sendable, CaseIterable, Comparable {
    case mono
    case ansi16 = "16"
    case palette256 = "256"
    case truecolor

    package static func < (left: ColorTier, right: ColorTier) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
