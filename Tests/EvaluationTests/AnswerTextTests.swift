import Evaluation
import Testing

@Suite struct AnswerTextTests {
    @Test(arguments: [
        ("a\nb", ["\n"], "a", true), ("ab", ["\n"], "ab", false), ("", ["\n"], "", false),
        ("\nb", ["\n"], "", true), ("a;b\nc", ["\n", ";"], "a", true),
        ("a b", [], "a b", false), ("a b", [""], "a b", false),
        ("x END y END", ["END"], "x ", true),
    ])
    func answersEndAtTheFirstStop(
        _ text: String, _ stops: [String], _ kept: String, _ isStopped: Bool
    ) {
        let cut = AnswerText.cut(text, at: stops)
        #expect(cut.text == kept && cut.isStopped == isStopped)
    }

    @Test(arguments: [
        ("TOTAL(x)", "TOTAL(x)", true), (" TOTAL(x)\n", "TOTAL(x)", true),
        ("TOTAL(x)", "\tTOTAL(x) ", true), ("TOTAL (x)", "TOTAL(x)", false),
        ("total(x)", "TOTAL(x)", false), ("", "", true), (" ", "", true), ("", "x", false),
        ("\u{E9}", "\u{E9}", true), ("\u{E9}", "e\u{301}", false),
    ])
    func matchIsExactButForWhiteSpaceAround(_ text: String, _ expected: String, _ isMatch: Bool) {
        #expect(AnswerText.isExactMatch(text, expected) == isMatch)
    }
}
