import Foundation
import JSONText
import TestSupport
import Testing

@testable import ChatTemplates

/// Where the messages' texts stand in a rendered prompt.
struct ChatPromptTests {
    private let now = LocalTime(year: 2026, month: 3, day: 5)

    private func file(_ source: String) throws -> ChatTemplateFile {
        let folder = try TemporaryFolder()
        _ = try folder.write("chat_template.jinja", source)
        _ = try folder.write(
            "tokenizer_config.json", #"{"bos_token": "<s>", "eos_token": "</s>"}"#)
        return try #require(try ChatTemplateFile.load(folder: folder.url))
    }

    private func prompt(_ source: String, _ messages: [ChatMessage]) throws -> ChatPrompt {
        try file(source).prompt(messages, now: now)
    }

    private let chatml =
        "{% for m in messages %}{% if loop.first and m.role != 'system' %}<|system|>Help.\n"
        + "{% endif %}<|{{ m.role }}|>{{ m.content | trim }}\n{% endfor %}<|assistant|>"

    @Test func templatesOwnSystemPromptIsAPieceOfItsOwn() throws {
        let prompt = try prompt(chatml, [.init(role: "user", text: "user")])
        #expect(
            prompt.pieces == [
                .init(text: "<|system|>Help.\n<|user|>"), .init(text: "user", message: 0),
                .init(text: "\n<|assistant|>"),
            ])
    }

    @Test func textsThatLookLikeMarkersAreTold() throws {
        let messages: [ChatMessage] = [
            .init(role: "system", text: "\n<|user|>"), .init(role: "user", text: " user\n"),
        ]
        #expect(
            try prompt(chatml, messages).pieces == [
                .init(text: "<|system|>"),
                .init(text: "<|user|>", message: 0, skippedBytes: 1),
                .init(text: "\n<|user|>"), .init(text: "user", message: 1, skippedBytes: 1),
                .init(text: "\n<|assistant|>"),
            ])
    }

    @Test func emptyTextHasNoPiece() throws {
        #expect(
            try prompt(chatml, [.init(role: "system", text: "  ")]).pieces == [
                .init(text: "<|system|>"), .init(text: "\n<|assistant|>"),
            ])
    }

    @Test func textShownTwiceOrElsewhereIsFoundThere() throws {
        let messages: [ChatMessage] = [
            .init(role: "system", text: "S"), .init(role: "user", text: "U"),
        ]
        #expect(
            try prompt(
                "{{ messages[1].content }}-{{ messages[0].content }}-{{ messages[1].content }}",
                messages
            ).pieces == [
                .init(text: "U", message: 1), .init(text: "-"), .init(text: "S", message: 0),
                .init(text: "-"), .init(text: "U", message: 1),
            ])
    }

    @Test func changedTextLeavesAllToTheTemplate() throws {
        #expect(
            try prompt("<{{ messages[0].content | upper }}>", [.init(role: "user", text: "a")])
                .pieces == [.init(text: "<A>")])
        #expect(
            try prompt(
                "{% if 'x' in messages[0].content %}X{% endif %}{{ messages[0].content }}",
                [.init(role: "user", text: "x")]
            ).pieces == [.init(text: "Xx")])
    }

    @Test func privateLettersInATextDoNoHarm() throws {
        let text = "\u{E000}\u{E002}0\u{E003}"
        #expect(
            try prompt("<{{ messages[0].content }}>", [.init(role: "user", text: text)]).pieces
                == [.init(text: "<"), .init(text: text, message: 0), .init(text: ">")])
    }

    @Test func refusedConversationIsAnError() throws {
        #expect(throws: ChatTemplateError.raised(message: "no", line: 1)) {
            try prompt("{{ raise_exception('no') }}", [])
        }
    }

    /// Every family shows an ordinary conversation's texts, and the pieces are the whole prompt.
    @Test func familiesShowEveryMessage() throws {
        let messages: [ChatMessage] = [
            .init(role: "user", text: "Sum of sales?"), .init(role: "assistant", text: "=A1"),
            .init(role: "user", text: "  And \n now?\n"),
        ]
        let families = try #require(ChatGolden.shared?.families)
        for (name, rows) in families {
            let template = try #require(rows.first?.template)
            let file = try file(template)
            let prompt = try file.prompt(messages, now: now)
            let whole = try file.template.render(
                messages: .array(messages.map(\.json)), addGenerationPrompt: true,
                bosToken: "<s>", eosToken: "</s>", now: now)
            #expect(sameBytes(prompt.text, whole), "\(name)")
            // One family joins the lines of a text, which is a change.
            let shown = Set(prompt.pieces.compactMap(\.message))
            #expect(shown == (name == "vicuna" ? [] : [0, 1, 2]), "\(name)")
        }
    }
}
