import Foundation
import JSONText
import TestSupport
import Testing

@testable import ChatTemplates

/// Where a model's folder has its template.
struct ChatTemplateFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func folderWithoutTemplateHasNone() throws {
        #expect(try ChatTemplateFile.load(folder: folder.url) == nil)
        _ = try folder.write("tokenizer_config.json", #"{"bos_token": "<s>"}"#)
        #expect(try ChatTemplateFile.load(folder: folder.url) == nil)
    }

    @Test func templateAndTokensComeFromTheConfiguration() throws {
        _ = try folder.write(
            "tokenizer_config.json",
            #"{"chat_template": "a", "bos_token": "<s>", "eos_token": {"content": "</s>"}}"#)
        let file = try #require(try ChatTemplateFile.load(folder: folder.url))
        #expect(file.template.source == "a")
        #expect(file.bosToken == "<s>")
        #expect(file.eosToken == "</s>")
        #expect(file.path.hasSuffix("tokenizer_config.json"))
    }

    @Test func fileOfItsOwnWins() throws {
        _ = try folder.write(
            "tokenizer_config.json", #"{"chat_template": "a", "eos_token": "</s>"}"#)
        _ = try folder.write("chat_template.jinja", "b")
        let file = try #require(try ChatTemplateFile.load(folder: folder.url))
        #expect(file.template.source == "b")
        #expect(file.bosToken == nil)
        #expect(file.eosToken == "</s>")
        #expect(file.path.hasSuffix("chat_template.jinja"))
    }

    @Test func defaultOfSeveralIsTaken() throws {
        _ = try folder.write(
            "tokenizer_config.json",
            """
            {"chat_template": [{"name": "tool_use", "template": "t"},
                               {"name": "default", "template": "d"}]}
            """)
        #expect(try ChatTemplateFile.load(folder: folder.url)?.template.source == "d")
    }

    @Test func listWithoutDefaultIsRefused() throws {
        let path = try folder.write(
            "tokenizer_config.json", #"{"chat_template": [{"name": "rag", "template": "t"}]}"#
        ).path
        let error = #expect(throws: ChatTemplateError.self) {
            try ChatTemplateFile.load(folder: folder.url)
        }
        #expect(
            error?.description
                == "\(path) cannot be read: chat_template has no template named \"default\". Mend "
                + "the file, or download it again.")
    }

    @Test func damagedFilesAreRefused() throws {
        let configuration = try folder.write("tokenizer_config.json", "{")
        #expect(
            throws: ChatTemplateError.unreadable(
                path: configuration.path,
                reason: "Expected a member's name in double quotes (line 1, column 2)")
        ) { try ChatTemplateFile.load(folder: folder.url) }
        _ = try folder.write("tokenizer_config.json", #"{"chat_template": 5}"#)
        #expect(
            throws: ChatTemplateError.unreadable(
                path: configuration.path,
                reason: "chat_template is a number, where a text or a list is expected")
        ) { try ChatTemplateFile.load(folder: folder.url) }
        let template = try folder.write("chat_template.jinja", Data([0xFF]))
        _ = try folder.write("tokenizer_config.json", "{}")
        #expect(
            throws: ChatTemplateError.unreadable(
                path: template.path, reason: "it holds bytes that are not UTF-8")
        ) { try ChatTemplateFile.load(folder: folder.url) }
    }

    @Test func variablesHaveTheirUsualNames() throws {
        let template = try ChatTemplate(
            source: "{{ bos_token }}{{ messages[0].content }}{{ tools }}{{ documents }}"
                + "{{ add_generation_prompt }}{{ eos_token }}{{ x }}")
        let now = LocalTime(year: 2026, month: 1, day: 1)
        #expect(
            try template.render(
                messages: [["content": "a"]], addGenerationPrompt: true, bosToken: "<s>",
                eosToken: "</s>", extra: ["x": 5], now: now) == "<s>aNoneNoneTrue</s>5")
        #expect(try template.render(messages: [["content": "a"]], now: now) == "aNoneNoneFalse")
    }
}
