import JSONText

/// A line of OpenAI's chat data as a prompt: all messages before the last, and the last as answer.
enum ChatLine {
    static func prompt(
        _ object: JSONObject, id: String, source: RecordSource
    ) throws(LineFailure) -> ImportedPrompt {
        guard let messages = object["messages"]?.arrayValue else {
            throw LineFailure(
                .wrongType(
                    field: "messages", expected: "a list",
                    found: object["messages"]?.kindName ?? "absent"))
        }
        var turns: [ImportedPrompt.Turn] = []
        for message in messages {
            guard let message = message.objectValue else {
                throw LineFailure(
                    .wrongType(
                        field: "messages", expected: "a list of objects",
                        found: "a list with \(message.kindName)"))
            }
            turns.append(
                .init(role: try message.text("role"), text: try text(of: message)))
        }
        guard let answer = turns.popLast() else { throw LineFailure(.emptyField("messages")) }
        guard answer.role == "assistant" else {
            throw LineFailure(.noAnswer(lastRole: answer.role ?? ""))
        }
        if answer.text.isBlank { throw LineFailure(.emptyField("content")) }
        let tools = object["tools"].flatMap { $0.isNull ? nil : $0 }
        return ImportedPrompt(
            id: id, turns: turns, output: answer.text, tools: tools, source: source)
    }

    /// A message's text: its content, and its tool calls as JSON.
    private static func text(of message: JSONObject) throws(LineFailure) -> String {
        let calls = message["tool_calls"].flatMap { $0.isNull ? nil : $0.text() }
        guard let content = message["content"], !content.isNull else {
            guard let calls else { throw LineFailure(.missingField("content")) }
            return calls
        }
        return try text(of: content) + (calls ?? "")
    }

    private static func text(of content: JSONValue) throws(LineFailure) -> String {
        if let text = content.stringValue { return text }
        guard let parts = content.arrayValue else {
            throw LineFailure(
                .wrongType(field: "content", expected: "a string", found: content.kindName))
        }
        var text = ""
        for part in parts {
            guard let piece = part["text"]?.stringValue else {
                throw LineFailure(
                    .unsupportedContent(type: part["type"]?.stringValue ?? part.kindName))
            }
            text += piece
        }
        return text
    }
}
