import ChatEndpoint

/// Lets a model behind an OpenAI-compatible API write.
package struct EndpointRewriter: TextRewriter {
    private let endpoint: ChatEndpoint

    package init(_ endpoint: ChatEndpoint) { self.endpoint = endpoint }

    package var title: String { endpoint.shownURL }
    package var settingsText: String { "endpoint \(endpoint.shownURL) \(endpoint.settings.model)" }

    package func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String {
        try endpoint.answer(
            [ChatMessage(.system, instruction), ChatMessage(.user, text)],
            maximumTokens: maximumTokens)
    }
}
