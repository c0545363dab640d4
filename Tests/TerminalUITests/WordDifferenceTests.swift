import TestSupport
import Testing

@testable import TerminalUI

@Suite struct WordDifferenceTests {
    private func marks(_ old: String, _ new: String) -> String {
        WordDifference(from: old, to: new).pieces.map { piece in
            switch piece.kind {
            case .same: piece.text
            case .removed: "[-\(piece.text)-]"
            case .added: "{+\(piece.text)+}"
            }
        }.joined()
    }

    @Test func wordsThatGoAndComeAreMarked() {
        #expect(marks("a big red ball", "a red ball") == "a [-big -]red ball")
        #expect(marks("SUM of x", "SUM of y") == "SUM of [-x-]{+y+}")
    }

    @Test func wholeSentencesGoAsOne() {
        #expect(
            marks("Keep this. Drop that one. End here.", "Keep this. End here.")
                == "Keep this. [-Drop that one. -]End here.")
    }

    @Test func emptyTextsAreFine() {
        #expect(marks("", "") == "")
        #expect(marks("", "a") == "{+a+}")
        #expect(marks("a b", "") == "[-a b-]")
    }

    @Test func whatIsNotRemovedIsTheNewText() {
        var random = SplitMix(seed: 5)
        for _ in 0..<100 {
            func anyText() -> String {
                (0..<random.below(30)).map { _ in
                    ["alpha", "beta", "gamma.", "delta\n", "e"][random.below(5)]
                }.joined(separator: " ")
            }
            let (old, new) = (anyText(), anyText())
            let pieces = WordDifference(from: old, to: new).pieces
            #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined() == new)
            #expect(pieces.filter { $0.kind != .added }.map(\.text).joined() == old)
        }
    }

    @Test func veryLongTextsAreShownAsAWhole() {
        let old = (0..<2000).map { "w\($0)" }.joined(separator: " ")
        #expect(WordDifference(from: old, to: old + " x").pieces.map(\.kind) == [.removed, .added])
    }
}
