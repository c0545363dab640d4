import TerminalUI

/// A key, or several, and what it does, with all that help and hints say about it.
package struct KeyBinding: Sendable {
    package var keys: [KeyPress]
    package var action: WorkbenchAction
    package var context: KeyContext
    /// A word or two for the line of hints.
    package var title: String
    /// A phrase for the help.
    package var description: String
    /// How the hints write the keys; nil keeps this binding out of them.
    package var hint: String?

    /// - Precondition: the keys are `KeyPress` names, separated by spaces.
    package init(
        _ keys: String, _ action: WorkbenchAction, in context: KeyContext, _ title: String,
        _ description: String, hint: String? = nil
    ) {
        self.keys = keys.split(separator: " ").map { name in
            guard let key = KeyPress(String(name)) else {
                preconditionFailure("\(name) is no key")
            }
            return key
        }
        self.action = action
        self.context = context
        self.title = title
        self.description = description
        self.hint = hint
    }

    /// The keys as help shows them.
    package var keysText: String { keys.map(\.symbol).joined(separator: " ") }
}
