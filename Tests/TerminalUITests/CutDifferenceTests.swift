import TestSupport
import Testing

@testable import TerminalUI

@Suite struct CutDifferenceTests {
    @Test func cutWordsAreMarkedWhereTheyStood() {
        let difference = CutDifference(
            from: "Always use the SUM function, please.", to: "Always SUM function.")
        #expect(difference.plainText == "Always[- use the-] SUM function[-, please-].")
        #expect(
            difference.terminalText
                == "Always\u{1B}[9;2m use the\u{1B}[0m SUM function\u{1B}[9;2m, please\u{1B}[0m.")
    }

    @Test func newWordsAreMarkedToo() {
        #expect(CutDifference(from: "a b", to: "a c").plainText == "a[- b-]{+ c+}")
        #expect(CutDifference(from: "", to: "").plainText == "")
        #expect(CutDifference(from: "a", to: "").plainText == "[-a-]")
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        #expect(
            CutDifference(from: "a\u{1B}[2J\n", to: "a\u{1B}[2J\n").terminalText == "a·[2J\n")
    }

    @Test(arguments: 0..<40)
    func piecesGiveBothTextsBack(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let words = ["one", "two ", " three", "\n", ", ", "4", "é", "👩‍👧"]
        func text() -> String {
            (0..<random.below(30)).map { _ in words[random.below(words.count)] }.joined()
        }
        let (old, new) = (text(), text())
        let pieces = CutDifference(from: old, to: new).pieces
        #expect(pieces.filter { $0.kind != .added }.map(\.text).joined() == old)
        #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined() == new)
    }
}
