/// Writes a text anew as it is told: a local model, or one behind an endpoint.
package protocol TextRewriter: Sendable {
    /// Where answers come from, for messages.
    var title: String { get }
    /// All that changes its answers, in one fixed spelling; holds no key.
    var settingsText: String { get }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - instruction: what to do with the text.
    ///   - text: the text.
    ///   - maximumTokens: after which the answer is cut off.
    /// - Returns: the answer, possibly empty or cut off.
    /// - Throws: `CompressorError`, `ChatEndpointError`, and what loading a model throws.
    func rewrite(instruction: String, text: String, maximumTokens: Int) throws -> String
}
