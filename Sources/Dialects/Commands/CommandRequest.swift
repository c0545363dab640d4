/// A request with the command that answers it.
package struct CommandRequest: Sendable, Hashable {
    /// The folder and the request, as the model gets them.
    package var query: String
    /// The answer before a dialect spells it.
    package var chain: CommandChain
}
