/// One message of a conversation.
package struct ChatMessage: Sendable, Equatable {
    /// Who speaks, as the API names it.
    package enum Role: String, Sendable { case system, user, assistant }

    package var role: Role
    package var text: String

    package init(_ role: Role, _ text: String) {
        self.role = role
        self.text = text
    }
}
