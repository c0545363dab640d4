import JSONText
import Testing

@Suite struct JSONParserTests {
    private func failure(_ text: String) -> String? { failure(Array(text.utf8)) }

    private func failure(_ bytes: [UInt8]) -> String? {
        do {
            _ = try JSONValue.parse(bytes)
            return nil
        } catch {
            return "\(error)"
        }
    }

    // MARK: What RFC 8259 allows

    @Test(
        arguments: [
            ("null", nil), (" true\n", true), ("\tfalse\r\n", false), ("0", 0), ("-0", 0),
            ("-17", -17), ("3.5", 3.5), ("-0.25e-2", -0.0025), ("1E+2", 100.0), ("1e2", 100.0),
            ("\"\"", ""), ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]),
            ("[1,[2,[]],{}]", [1, [2, []], [:]]), ("{\"a\":{\"b\":null}}", ["a": ["b": nil]]),
            ("9223372036854775807", 9_223_372_036_854_775_807),
            ("-9223372036854775808", -9_223_372_036_854_775_808),
            ("\u{FEFF}7", 7),
        ] as [(String, JSONValue)])
    func validTextsAreRead(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
    }

    @Test func wholeNumbersBeyond64BitsBecomeDoubles() throws {
        #expect(try JSONValue.parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try JSONValue.parse("1.0") == .number(1))
        #expect(try JSONValue.parse("1.0").intValue == 1)
        #expect(try JSONValue.parse("1.5").intValue == nil)
        #expect(try JSONValue.parse("1e300").intValue == nil)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"), (#""a\u0000b""#, "a\u{0}b"), ("\"é😀\u{7F}\"", "é😀\u{7F}"),
        (#""tail after \n escape""#, "tail after \n escape"),
    ])
    func stringsAreUnescaped(_ text: String, _ expected: String) throws {
        let value = try #require(try JSONValue.parse(text).stringValue)
        #expect(value.utf8.elementsEqual(expected.utf8))
    }

    @Test func membersKeepTheirOrderAndRepeatedNames() throws {
        let value = try JSONValue.parse(#"{"z":1,"a":2,"z":3}"#)
        #expect(value.objectValue?.members.map(\.key) == ["z", "a", "z"])
        #expect(value["z"] == 1)
        #expect(value["missing"] == nil)
    }

    @Test func canonicallyEquivalentNamesStayApart() throws {
        let value = try JSONValue.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    // MARK: What it does not

    @Test(arguments: [
        ("", "Unexpected end of the text (line 1, column 1)"),
        ("  ", "Unexpected end of the text (line 1, column 3)"),
        ("1 2", "Unexpected text after the value (line 1, column 3)"),
        ("nul", "Expected null (line 1, column 1)"),
        ("True", "Expected a value (line 1, column 1)"),
        ("NaN", "Expected a value (line 1, column 1)"),
        ("-", "Expected a value (line 1, column 1)"),
        ("+1", "Expected a value (line 1, column 1)"),
        (".5", "Expected a value (line 1, column 1)"),
        ("01", "A number starts with 0 (line 1, column 2)"),
        ("1.", "Expected a digit (line 1, column 3)"),
        ("1e", "Expected a digit (line 1, column 3)"),
        ("1e+", "Expected a digit (line 1, column 4)"),
        ("1e999", "The number 1e999 is out of range (line 1, column 6)"),
        ("[1,]", "Expected a value (line 1, column 4)"),
        ("[1", "Expected ',' or ']' (line 1, column 3)"),
        ("[1 2]", "Expected ',' or ']' (line 1, column 4)"),
        ("{\"a\":1,}", "Expected a member's name in double quotes (line 1, column 8)"),
        ("{a:1}", "Expected a member's name in double quotes (line 1, column 2)"),
        ("{'a':1}", "Expected a member's name in double quotes (line 1, column 2)"),
        ("{\"a\" 1}", "Expected ':' after a member's name (line 1, column 6)"),
        ("{\"a\":1", "Expected ',' or '}' (line 1, column 7)"),
        ("\"abc", "A string is not closed (line 1, column 5)"),
        ("\"abc\\", "A string is not closed (line 1, column 6)"),
        ("\"a\nb\"", "A control character inside a string (line 1, column 3)"),
        (#""\x""#, "An unknown escape in a string (line 1, column 3)"),
        (#""\u12g4""#, "Expected four hexadecimal digits (line 1, column 6)"),
        ("// a comment", "Expected a value (line 1, column 1)"),
    ])
    func invalidTextsAreRefusedWithTheirPlace(_ text: String, _ expected: String) {
        #expect(failure(text) == expected)
    }

    @Test func placesAreCountedInLinesAndBytes() throws {
        #expect(failure("{\n  \"é\": 1,\n  \"b\": x\n}") == "Expected a value (line 3, column 8)")
        #expect(failure("[\"é\",!]") == "Expected a value (line 1, column 7)")
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue.parse("[\n1,\n?]") }
        #expect(error?.byteOffset == 5)
    }

    @Test(arguments: [
        #""\ud83d""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ude00""#, #""\ud83d\u0041""#,
        #""\ud83d\ud83d""#,
    ])
    func unpairedSurrogatesAreRefused(_ text: String) throws {
        let message = try #require(failure(text))
        #expect(message.hasPrefix("An unpaired surrogate in a string (line 1, column "))
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefused(_ bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let expected = "A string holds bytes that are not UTF-8 (line 1, column 2)"
        #expect(failure([quote] + bytes + [quote]) == expected)
        // The same behind an escape, where another part of the reader is at work.
        #expect(failure([quote] + Array(#"\n"#.utf8) + bytes + [quote]) == expected)
    }

    @Test func nestingIsLimited() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(failure(nested(256)) == nil)
        #expect(failure(nested(257)) == "Nested deeper than 256 levels (line 1, column 257)")
        // Far beyond what a stack holds.
        let message = failure(String(repeating: "{\"a\":[", count: 1_000_000))
        #expect(message?.hasPrefix("Nested deeper than 256 levels") == true)
    }

    @Test func everyTruncationOfATextIsRefused() {
        let text = Array(#"{"a":[1,-2.5e3,true,null,"x\n\ud83d\ude00é"],"b":{}}"#.utf8)
        #expect(failure(text) == nil)
        for count in text.indices { #expect(failure(Array(text[..<count])) != nil, "\(count)") }
    }
}
