import JSONText
import Testing

@testable import Prompts

/// What is taken for personal data or a key, and what is not.
@Suite struct TextMaskTests {
    private func masked(
        _ text: String, _ kinds: Set<SensitiveKind> = Set(SensitiveKind.allCases)
    ) -> String {
        var records = [
            PromptRecord(
                id: "a", query: text, output: "", source: RecordSource(file: "f", line: 1))
        ]
        _ = TextMask(kinds: kinds).mask(&records)
        return records[0].query
    }

    @Test(arguments: [
        ("Write to jane.doe+x@mail.example.co.uk.", "Write to [EMAIL_1]."),
        ("<bob@example.com>, a@b.io", "<[EMAIL_1]>, [EMAIL_2]"),
        ("call +49 (0)30 1234-5678 now", "call [PHONE_1] now"),
        ("(212) 555-0123 or 212-555-0123", "[PHONE_1] or [PHONE_2]"),
        ("card 4111 1111 1111 1111.", "card [CARD_1]."),
        ("card 5500-0000-0000-0004", "card [CARD_1]"),
        ("to DE89 3704 0044 0532 0130 00 please", "to [IBAN_1] please"),
        ("GB82WEST12345698765432", "[IBAN_1]"),
        ("SSN 123-45-6789", "SSN [SSN_1]"),
        ("from 10.20.30.40:8080", "from [IP_1]:8080"),
        ("key sk-abcdefghijklmnopqrstuvwx", "key [KEY_1]"),
        ("AKIAIOSFODNN7EXAMPLE", "[KEY_1]"),
        ("Authorization: Bearer abc123def456ghi789", "Authorization: Bearer [KEY_1]"),
        ("\"password\": \"hunter2xyz\"", "\"password\": \"[KEY_1]\""),
        ("API_KEY=Abc12345", "API_KEY=[KEY_1]"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend",
            "[KEY_1]\nend"
        ),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
            "[KEY_1]"
        ),
        ("Grüße an ä@b.de, x@y.de ✓", "Grüße an ä@b.de, [EMAIL_1] ✓"),
    ])
    func personalDataAndKeysAreMasked(_ text: String, _ expected: String) {
        #expect(masked(text) == expected)
    }

    @Test(arguments: [
        "=SUM(A1:A10) @Captain 'Sara Holm' @Month =: 'December'",
        "version 1.2.3.4.5, 300.1.2.3, 127.0.0.1",
        "order 4111111111111112, time 1732521600000, id 1234567890123",
        "user@localhost, @decorator, a @ b, x@1.2",
        "2026-11-25 12:00, 10-20-30, 000-12-3456, 1-800-FLOWERS",
        "DE00 3704 0044 0532 0130 00, IBAN, ABCD1234EFGH5678",
        "sk-short, password: None, password = input(), the secret of success is work",
        "task-0123456789012345678901234567890123456789",
        "find . -name '*.txt' -exec grep -l 'foo' {} + | wc -l",
        "12345-67-8901, 0.123.456, 3.14159265358979",
        "4444444444444444",
    ])
    func otherTextStays(_ text: String) {
        #expect(masked(text) == text)
    }

    @Test func theSameValueKeepsItsPlaceholderThroughoutARecord() {
        var prompts = [
            ImportedPrompt(
                id: "1",
                turns: [
                    .init(role: "system", text: "Ask help@example.com."),
                    .init(role: "user", text: "I am a@x.org; not b@x.org"),
                ], output: "Mail to a@x.org goes via help@example.com",
                tools: ["to": "b@x.org", "n": 5],
                source: RecordSource(file: "log", line: 7)),
            ImportedPrompt(
                id: "2", turns: [.init(role: nil, text: "c@x.org")], output: "none",
                source: RecordSource(file: "log", line: 9)),
        ]
        let report = TextMask().mask(&prompts)
        #expect(
            prompts[0].turns.map(\.text) == [
                "Ask [EMAIL_1].", "I am [EMAIL_2]; not [EMAIL_3]",
            ])
        #expect(prompts[0].output == "Mail to [EMAIL_2] goes via [EMAIL_1]")
        #expect(prompts[0].tools == ["to": "[EMAIL_3]", "n": 5])
        #expect(prompts[1].turns[0].text == "[EMAIL_1]")
        #expect(
            report.lines == [
                "Masked 7 e-mail addresses in 2 records (lines 7, 9)."
            ])
        #expect(
            report.json == [
                [
                    "kind": "email", "occurrences": 7, "records": 2, "first_lines": [7, 9],
                ]
            ])
    }

    @Test func onlyWhatIsAskedForIsMasked() {
        let text = "a@x.org 10.20.30.40"
        #expect(masked(text, [.ip]) == "a@x.org [IP_1]")
        #expect(masked(text, []) == text)
    }

    @Test func nothingBreaksOnRandomBytes() {
        var generator = SeededRandom(seed: 5)
        let alphabet = Array(
            "@+-(). 0123456789AZaz_:=\"eyJ\u{E4}\u{1F600}Bearer sk-".unicodeScalars)
        for _ in 0..<2_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                text.append(alphabet.randomElement(using: &generator) ?? " ")
            }
            let once = masked(String(text))
            // What was masked holds nothing more to mask.
            #expect(masked(once) == once, "\(String(text).debugDescription)")
        }
    }
}
