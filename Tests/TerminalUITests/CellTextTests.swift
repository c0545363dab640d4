import Testing

@testable import TerminalUI

@Suite struct CellTextTests {
    @Test(arguments: [
        ("abc", 3), ("", 0), ("中文", 4), ("e\u{301}", 1), ("⣿", 1), ("┊", 1), ("▸", 1),
        ("👩‍💻", 4), ("❤️", 1), ("\u{202E}abc", 3), ("한", 2), ("🇩🇪", 2), ("a\u{200B}b", 2), ("ﬁ", 1),
    ])
    func widthCountsColumns(_ text: String, _ width: Int) {
        #expect(CellText.width(of: text) == width)
    }

    @Test func controlCharactersBecomeTheirPictures() {
        #expect(CellText("a\u{1B}[2J\u{7}\u{7F}").map(\.text).joined() == "a␛[2J␇␡")
        #expect(CellText("a\tb\nc").map(\.text).joined() == "a b c")
        #expect(CellText("\u{9B}2J").map(\.text).joined() == "\u{FFFD}2J")
    }

    @Test func directionMarksAndJoinersAreLeftOut() {
        #expect(CellText("a\u{202E}b\u{200D}c").map(\.text) == ["a", "b", "c"])
    }

    @Test func marksStayOnTheirLetterAndAreLimited() {
        let text = "e" + String(repeating: "\u{301}", count: 50) + "x"
        let clusters = Array(CellText(text))
        #expect(clusters.map(\.width) == [1, 1])
        #expect(clusters[0].text.unicodeScalars.count == 4)
    }

    @Test func aMarkWithoutALetterIsLeftOut() {
        #expect(Array(CellText("\u{301}a")).map(\.text) == ["a"])
    }

    @Test func whatTheWorkbenchDrawsIsOneColumnWide() {
        let drawn = "─│╭╮╰╯├┤┬┴┼└┊╌▸◂▶■╳✓✗◆●○·…┃━▏▎▍▌▋▊▉█τ←→↑↓‖×−–«»"
        for scalar in drawn.unicodeScalars { #expect(ScalarWidth.of(scalar) == 1, "\(scalar)") }
        for value in UInt32(0x2800)...0x28FF {
            #expect(Unicode.Scalar(value).map { ScalarWidth.of($0) } == 1)
        }
    }
}
