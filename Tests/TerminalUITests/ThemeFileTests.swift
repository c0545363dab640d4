import Foundation
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ThemeFileTests {
    @Test func theShippedThemeIsTheBuiltInOne() throws {
        let file = SharedFixtures.projectRoot.appending(path: "themes/default.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == ThemeFile.defaultText)
        let (theme, problems) = ThemeFile.parse(text, file: "default.yaml")
        #expect(problems == [])
        #expect(theme == ThemeFile.default)
        #expect(theme.name == "Default")
    }

    @Test func missingRolesKeepTheBuiltInStyle() {
        let (file, problems) = ThemeFile.parse("accent: \"#ff0000 underline\"\n", file: "t.yaml")
        let theme = Theme(file, tier: .truecolor)
        #expect(problems.isEmpty)
        #expect(
            theme[.accent]
                == Style(foreground: .rgb(red: 255, green: 0, blue: 0), attributes: .underline))
        #expect(theme[.error] == Theme(tier: .truecolor)[.error])
        #expect(Theme(file, tier: .ansi16)[.accent].foreground == .ansi(9))
    }

    @Test func everythingThatIsNotUnderstoodIsReported() {
        let text = """
            # a comment
            acent: "red"
            error: "crimson"
            ok: #00ff00
            muted: "red
            just words
            title: "bold"
            title: "dim"
            warning.8: "red"
            border: bright-blue on 17 bold # fine
            """
        let (file, problems) = ThemeFile.parse(text, file: "my.yaml")
        #expect(
            problems.map(\.description) == [
                "my.yaml, line 2: There is no role \"acent\".",
                "my.yaml, line 3: \"crimson\" is no colour: use \"#rrggbb\", a number from 0 to "
                    + "255, a name such as bright-blue, or default.",
                "my.yaml, line 4: Put the colour in quotation marks: # begins a comment.",
                "my.yaml, line 5: The quotation mark is not closed.",
                "my.yaml, line 6: \"just words\" is not \"name: style\".",
                "my.yaml, line 8: \"title\" stands in the file twice.",
                "my.yaml, line 9: \"8\" is no tier; use \"16\" or \"mono\".",
            ])
        let border = Theme(file, tier: .palette256)[.border]
        #expect(
            border
                == Style(foreground: .ansi(12), background: .palette(17), attributes: .bold))
    }

    @Test func eachTierHasOnlyItsColours() {
        for tier in ColorTier.allCases {
            let theme = Theme(tier: tier)
            for role in ThemeRole.allCases {
                for color in [theme[role].foreground, theme[role].background] {
                    switch (color, tier) {
                    case (.default, _), (_, .truecolor), (.ansi, .ansi16), (.ansi, .palette256),
                        (.palette, .palette256):
                        break
                    default: Issue.record("\(role) in \(tier) is \(color)")
                    }
                }
            }
        }
    }

    @Test func coloursGoToTheNearest() {
        let red = Color.rgb(red: 255, green: 0, blue: 0)
        #expect(red.quantized(to: .palette256) == .palette(196))
        #expect(red.quantized(to: .ansi16) == .ansi(9))
        #expect(red.quantized(to: .mono) == .default)
        #expect(
            Color.rgb(red: 128, green: 128, blue: 128).quantized(to: .palette256) == .palette(244))
        #expect(Color.palette(9).quantized(to: .ansi16) == .ansi(9))
        #expect(Color.palette(21).quantized(to: .ansi16) == .ansi(4))
    }

    @Test func windowsLineEndsAreRead() {
        let (file, problems) = ThemeFile.parse("name: Mine\r\nok: \"green\"\r\n", file: "t")
        #expect(problems.isEmpty)
        #expect(file.name == "Mine")
    }
}
