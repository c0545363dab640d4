import Foundation
import JSONText

/// The chat template in a model's folder, with the tokens that it writes.
package struct ChatTemplateFile: Sendable {
    package let template: ChatTemplate
    /// Where the template's text stands.
    package let path: String
    package let bosToken: String?
    package let eosToken: String?

    /// Reads `chat_template.jinja`, or else `chat_template` of `tokenizer_config.json`; nil where
    /// the folder has neither.
    /// - Throws: `ChatTemplateError`.
    package static func load(folder: URL) throws -> ChatTemplateFile? {
        let file = folder.appending(path: "chat_template.jinja")
        let configurationFile = folder.appending(path: "tokenizer_config.json")
        let configuration = try content(of: configurationFile).map {
            try json($0, path: configurationFile.path)
        }
        let source: String
        let path: String
        if let text = try content(of: file) {
            (source, path) = (text, file.path)
        } else if let text = try template(in: configuration, path: configurationFile.path) {
            (source, path) = (text, configurationFile.path)
        } else {
            return nil
        }
        return ChatTemplateFile(
            template: try ChatTemplate(source: source), path: path,
            bosToken: token("bos_token", in: configuration),
            eosToken: token("eos_token", in: configuration))
    }

    /// Reads a template from a file of its own, and the tokens that it writes from a model's folder.
    /// - Throws: `ChatTemplateError`.
    package static func load(file: URL, tokensIn folder: URL) throws -> ChatTemplateFile {
        guard let source = try content(of: file) else {
            throw ChatTemplateError.unreadable(path: file.path, reason: "it does not exist")
        }
        let configurationFile = folder.appending(path: "tokenizer_config.json")
        let configuration = try content(of: configurationFile).map {
            try json($0, path: configurationFile.path)
        }
        return ChatTemplateFile(
            template: try ChatTemplate(source: source), path: file.path,
            bosToken: token("bos_token", in: configuration),
            eosToken: token("eos_token", in: configuration))
    }

    private static func content(of file: URL) throws -> String? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw ChatTemplateError.unreadable(path: file.path, reason: "it cannot be opened")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ChatTemplateError.unreadable(
                path: file.path, reason: "it holds bytes that are not UTF-8")
        }
        return text
    }

    private static func json(_ text: String, path: String) throws -> JSONValue {
        do { return try JSONValue.parse(text) } catch {
            throw ChatTemplateError.unreadable(path: path, reason: "\(error)")
        }
    }

    /// A text, or the one named "default" of several.
    private static func template(in configuration: JSONValue?, path: String) throws -> String? {
        guard let given = configuration?["chat_template"] else { return nil }
        switch given {
        case .null: return nil
        case .string(let text): return text
        case .array(let entries):
            guard
                let entry = entries.first(where: { $0["name"]?.stringValue == "default" }),
                let text = entry["template"]?.stringValue
            else {
                throw ChatTemplateError.unreadable(
                    path: path, reason: "chat_template has no template named \"default\"")
            }
            return text
        default:
            throw ChatTemplateError.unreadable(
                path: path,
                reason: "chat_template is \(given.kindName), where a text or a list is expected")
        }
    }

    private static func token(_ name: String, in configuration: JSONValue?) -> String? {
        let value = configuration?[name]
        return value?.stringValue ?? value?["content"]?.stringValue
    }
}
