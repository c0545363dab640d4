import Testing

@testable import TerminalUI

@Suite struct TextWrapTests {
    private func lines(_ text: String, _ width: Int) -> [String] {
        TextWrap.lines(text, width: width).map(\.text)
    }

    @Test func linesBreakAfterSpaces() {
        #expect(lines("one two three", 8) == ["one two ", "three"])
        #expect(lines("one two", 7) == ["one two"])
        #expect(lines("one two three", 7) == ["one two ", "three"])
    }

    @Test func aWordWiderThanTheLineIsCut() {
        #expect(lines("abcdefgh", 3) == ["abc", "def", "gh"])
    }

    @Test func lineEndsAndEmptyLinesStay() {
        #expect(lines("a\n\n  b\r\nc\n", 9) == ["a", "", "  b", "c", ""])
    }

    @Test func tabsBecomeFourSpaces() { #expect(lines("\tx", 9) == ["    x"]) }

    @Test func wideCharactersCountTwice() { #expect(lines("中中中", 5) == ["中中", "中"]) }

    @Test func tinyWidthsEnd() {
        #expect(lines("中a", 1) == ["中", "a"])
        #expect(lines("abc", 0) == [""])
    }

    @Test func stylesSurviveTheBreak() {
        let bold = Style(attributes: .bold)
        let text: StyledText = [.init("ab ", .plain), .init("cd ef", bold)]
        let lines = TextWrap.lines(text, width: 6)
        #expect(lines == [[.init("ab ", .plain), .init("cd ", bold)], [.init("ef", bold)]])
    }

    @Test func truncationShowsThatSomethingIsMissing() {
        #expect(TextWrap.truncated("abcdef", to: 4) == "abc…")
        #expect(TextWrap.truncated("abcd", to: 4) == "abcd")
        #expect(TextWrap.truncated("中中中", to: 4) == "中…")
        #expect(TextWrap.truncated("abc", to: 0) == "")
    }
}
