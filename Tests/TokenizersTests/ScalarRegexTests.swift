import Testing
import Tokenizers

@Suite struct ScalarRegexTests {
    @Test(arguments: [
        (#"a|ab"#, "abab", ["a", "a"]),
        (#"(?:ab)+|b"#, "ababb", ["abab", "b"]),
        (#"a{2,3}"#, "aaaaaa", ["aaa", "aaa"]),
        (#"a{2}?b"#, "aab b", ["aab", "b"]),
        (#"a{,2}b"#, "aaab", ["aab"]),
        (#"a+?b?"#, "aab", ["a", "ab"]),
        (#"a++ab|a+"#, "aaab", ["aaa"]),
        (#"(?>a+)b|a"#, "aaab", ["aaab"]),
        (#"\s+(?!\S)|\s+"#, "a   b ", ["  ", " ", " "]),
        (#"x(?=y)"#, "xyx", ["x"]),
        (#"(?i:'s|É)x"#, "'SX'ſxéx", ["'ſx", "éx"]),
        (#"a(?i)b|c"#, "aB ac aC", ["aB", "ac", "aC"]),
        (#"[^\s\p{L}\p{N}]+"#, "ab!?1 .", ["!?", "."]),
        (#"[a-c&&[^b]]+"#, "abcac", ["a", "cac"]),
        (#"[[:alpha:]_-]+"#, "é_-1z", ["é_-", "z"]),
        (#"[]a]+"#, "]a", ["]a"]),
        (#"\p{Lu}\p{^Lu}"#, "ABc", ["Bc"]),
        (#"[\p{M}\P{L}]+"#, "e\u{301}1a", ["\u{301}1"]),
        (#"\x41\x{1F600}\u00e9"#, "A😀é", ["A😀é"]),
        (#"^a|a$"#, "aba\nab", ["a", "a", "a"]),
        (#"\Aa|a\z"#, "aa\na", ["a", "a"]),
        (#"\bfoo\b"#, "foo foobar", ["foo"]),
        (#"."#, "a\n", ["a"]),
        (#"(?m:.)"#, "a\n", ["a", "\n"]),
        (#"{a}"#, "{a}", ["{a}"]),
        (#"(ab|a)(bc|c)?"#, "abc", ["abc"]),
        (#"\w+"#, "²Ⅷ_½٣①a\u{200C}b", ["²Ⅷ_½٣", "a", "b"]),
        (#"[一-龥]+"#, "ab世界", ["世界"]),
    ])
    func findsWhatOnigurumaFinds(_ pattern: String, _ text: String, _ expected: [String]) throws {
        let found = try ScalarRegex(pattern).matches(in: text)
        #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test(arguments: [
        (#"(a)\1"#, #"The escape \1 at character 4"#),
        (#"(?<name>a)"#, "A named group (?< at character 1"),
        (#"(?<!a)b"#, "A lookbehind (?< at character 1"),
        (#"\p{Han}"#, #"The property \p{Han} at character 1"#),
        (#"\R"#, #"The escape \R at character 1"#),
        (#"(a*)*"#, "A repetition of something that can match nothing at character 6"),
        (#"(a"#, "A group is not closed at character 3"),
        (#"a)"#, "An unmatched ) at character 2"),
        (#"[a"#, "A [ is not closed at character 1"),
        (#"[z-a]"#, "A range whose ends are not in order at character 3"),
        (#"*a"#, "A repetition of nothing at character 1"),
        (#"(?x)a"#, "The group (?x at character 3"),
        (#"a{3,2}"#, "A repetition whose end is before its start at character 7"),
    ])
    func unknownConstructsAreRefusedByName(_ pattern: String, _ message: String) {
        let error = #expect(throws: RegexSyntaxError.self) { try ScalarRegex(pattern) }
        #expect(error?.description == message)
    }

    @Test func longTextsDoNotExhaustTheStack() throws {
        let text = String(repeating: "ab", count: 20_000)
        #expect(try ScalarRegex("(?:a|b)+c|(?:ab)+").matches(in: text) == [text])
    }
}
