import JSONText

/// How a JSONL file spells its prompts.
package enum LogFormat: String, Sendable, Equatable, CaseIterable {
    /// This project's own: "query" and "output".
    case records
    /// OpenAI's chat fine-tuning data: "messages".
    case chat
    /// "prompt" and "completion".
    case completion
    /// Plain text, of which the user says how it is cut.
    case text

    /// The format's name in messages.
    package var title: String {
        switch self {
        case .records: "records (\"query\")"
        case .chat: "chat (\"messages\")"
        case .completion: "prompt and completion (\"prompt\")"
        case .text: "plain text"
        }
    }

    /// The format that an object's fields speak for, judged by the one field that only it has.
    package init?(fieldsOf object: JSONObject) {
        if object["messages"] != nil {
            self = .chat
        } else if object["prompt"] != nil {
            self = .completion
        } else if object["query"] != nil {
            self = .records
        } else {
            return nil
        }
    }
}
