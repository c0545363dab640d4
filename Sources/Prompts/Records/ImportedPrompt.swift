import JSONText

/// A prompt as a log has it, before anybody knows its parts.
package struct ImportedPrompt: Sendable, Equatable {
    /// One message before the answer.
    package struct Turn: Sendable, Equatable {
        /// Nil in a log without roles.
        package var role: String?
        package var text: String

        package init(role: String?, text: String) {
            self.role = role
            self.text = text
        }
    }

    package var id: String
    package var turns: [Turn]
    /// The last assistant's message, or the completion.
    package var output: String
    /// Tool schemas, which stand beside a chat's messages.
    package var tools: JSONValue?
    package var source: RecordSource

    package init(
        id: String, turns: [Turn], output: String, tools: JSONValue? = nil, source: RecordSource
    ) {
        self.id = id
        self.turns = turns
        self.output = output
        self.tools = tools
        self.source = source
    }
}
