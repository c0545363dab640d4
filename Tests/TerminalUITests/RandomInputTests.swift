import TestSupport
import Testing

@testable import TerminalUI

/// Goal: text from files never traps and never breaks the columns of the screen.
///
/// Method: random scalars from all of Unicode, and random lines of theme words, explicit seeds.
@Suite struct RandomInputTests {
    private func anyText(_ random: inout SplitMix, _ count: Int) -> String {
        var text = ""
        while text.unicodeScalars.count < count {
            let limit = [0x80, 0x400, 0x3000, 0x11_0000][random.below(4)]
            if let scalar = Unicode.Scalar(UInt32(random.below(limit))) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    @Test(arguments: 1...20) func anyTextKeepsToItsColumns(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<40 {
            let text = anyText(&random, random.below(60))
            let width = CellText.width(of: text)
            var buffer = ScreenBuffer(size: Size(width: 200, height: 1))
            #expect(buffer.put(text, x: 0, y: 0) == width)
            let limit = 1 + random.below(20)
            for line in TextWrap.lines(text, width: limit) {
                let single =
                    line.runs.count == 1 && CellText(line.text).reduce(0) { n, _ in n + 1 } == 1
                #expect(line.width <= limit || single || line.text.hasSuffix(" "))
            }
            #expect(CellText.width(of: TextWrap.truncated(text, to: limit)) <= limit)
            #expect(buffer.cells.reduce(0) { $0 + Int($1.width) } == 200)
        }
    }

    @Test(arguments: 1...20) func anyThemeFileIsReadToItsEnd(_ seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let words = [
            "accent", ":", "\"", "#ff", "#ff0000", "on", "bold", "\n", " ", ".16", ".mono", "red",
            "300", "'", "name", "default", "\r\n", "-", "é",
        ]
        let text = (0..<200).map { _ in words[random.below(words.count)] }.joined()
        let (file, problems) = ThemeFile.parse(text, file: "any")
        for tier in ColorTier.allCases { _ = Theme(file, tier: tier) }
        #expect(problems.allSatisfy { $0.line >= 1 })
    }
}
