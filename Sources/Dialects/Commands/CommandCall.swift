/// One command before a dialect spells it.
package struct CommandCall: Sendable, Hashable {
    /// An option with its value.
    package struct OptionUse: Sendable, Hashable {
        /// What is asked for.
        package var option: CommandOption
        /// Nil for a switch.
        package var value: CommandValue?
    }

    /// What is done.
    package var action: CommandAction
    /// As many as the action has operands, in canonical order; nil is what the chain hands over.
    package var operands: [CommandValue?]
    /// In the order in which the request names them.
    package var options: [OptionUse]

    /// A command with its values.
    package init(
        _ action: CommandAction, _ operands: [CommandValue?], options: [OptionUse] = []
    ) {
        self.action = action
        self.operands = operands
        self.options = options
    }
}

/// What answers a request: a command, or two of which the second works on the first's result.
package struct CommandChain: Sendable, Hashable {
    /// The only one, or the one whose result is handed over.
    package var first: CommandCall
    /// What works on the result.
    package var second: CommandCall?

    /// A chain; of one command where the second is nil.
    package init(_ first: CommandCall, _ second: CommandCall? = nil) {
        self.first = first
        self.second = second
    }

    /// Its commands in order.
    package var calls: [CommandCall] { [first] + (second.map { [$0] } ?? []) }
}
