import TestSupport
import Testing

@testable import Prompts

@Suite struct TemplateSectionTests {
    private func texts(_ text: String) -> [String] {
        TemplateSection.sections(of: text).map(\.text)
    }

    @Test func headingsBelongToTheirBlocksAndBlankLinesCut() {
        #expect(
            texts("# A\n\nfirst\nline\n\n\nsecond\n## B\nthird\n") == [
                "# A\n\nfirst\nline\n\n\n", "second\n", "## B\nthird\n",
            ])
        #expect(texts("") == [])
        #expect(texts("\n\na") == ["\n\na"])
    }

    @Test(arguments: [
        ("# Rules\n- a\n", "Rules"), ("\n\n  Write   well.\nb", "Write   well."), ("##\n", "##"),
        ("## \n\nx", "## "), ("", ""),
        (String(repeating: "a", count: 40), String(repeating: "a", count: 40)),
        (String(repeating: "é", count: 41), String(repeating: "é", count: 37) + "..."),
    ])
    func theTitleIsTheHeadingOrTheBeginning(text: String, title: String) {
        #expect(TemplateSection(text: text).title == title)
    }

    @Test func codeIsNotCut() {
        let code = "Code:\n```\n# no heading\n\nx = 1\n```\n"
        #expect(texts(code + "\nafter") == [code + "\n", "after"])
    }

    @Test(arguments: 0..<50)
    func sectionsJoinedAreTheText(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let pieces = ["# A", "\n", "\n\n", "text", "```", " ", "\r\n", "é"]
        let text = (0..<random.below(30)).map { _ in pieces[random.below(pieces.count)] }.joined()
        #expect(texts(text).joined() == text)
    }

    @Test func budgetsAreRoundedDownButNotByBinaryFractions() throws {
        let words = Array(repeating: "w", count: 100).joined(separator: " ")
        let count: (String) -> Int = { $0.split(separator: " ").count }
        #expect(try CompressionBudget(words, rate: 0.29, countTokens: count).tokens == 29)
        #expect(try CompressionBudget(words, rate: 0.299, countTokens: count).tokens == 29)
        #expect(throws: PromptsError.self) {
            try CompressionBudget(words, rate: 1.1, countTokens: count)
        }
    }
}
