import Testing

@testable import Judging

@Suite struct ExactMatchTests {
    @Test(arguments: [
        ("=SUM(A1)", " =SUM(A1)\n", true), ("=SUM(A1)", "=sum(A1)", false), ("a  b", "a b", false),
        ("", " \n", true), ("caf\u{E9}", "cafe\u{301}", false),
    ])
    func onlyTheWhiteSpaceAroundMayDiffer(answer: String, expected: String, holds: Bool) {
        #expect(ExactMatch.holds(answer, expected) == holds)
        #expect(ExactMatch.holds(expected, answer) == holds)
    }
}
