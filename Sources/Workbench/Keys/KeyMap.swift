import TerminalUI

/// The table of all bindings: it feeds dispatch, hints and help.
package struct KeyMap: Sendable {
    /// In the order in which help shows them.
    package let bindings: [KeyBinding]
    private let lookup: [KeyContext: [KeyPress: WorkbenchAction]]

    package init(_ bindings: [KeyBinding]) {
        self.bindings = bindings
        var lookup: [KeyContext: [KeyPress: WorkbenchAction]] = [:]
        for binding in bindings {
            for key in binding.keys where lookup[binding.context]?[key] == nil {
                lookup[binding.context, default: [:]][key] = binding.action
            }
        }
        self.lookup = lookup
    }

    package static let `default` = KeyMap(
        promptsBindings + scheduleBindings + trainBindings + compareBindings + ratingBindings
            + runsBindings + overlayBindings + everywhereBindings)

    /// What a key does; nil where it does nothing.
    package func action(for key: KeyPress, in context: KeyContext) -> WorkbenchAction? {
        if let action = lookup[context]?[key] { return action }
        return context.isOverlay ? nil : lookup[.everywhere]?[key]
    }

    /// What can be done in a context, its own first.
    package func bindings(in context: KeyContext) -> [KeyBinding] {
        let own = bindings.filter { $0.context == context }
        return context.isOverlay ? own : own + bindings.filter { $0.context == .everywhere }
    }

    /// Two bindings of one key in one context, as sentences; empty in a sound table.
    package var conflicts: [String] {
        var owners: [KeyContext: [KeyPress: WorkbenchAction]] = [:]
        var found: [String] = []
        for binding in bindings {
            for key in binding.keys {
                if let other = owners[binding.context]?[key] {
                    found.append(
                        "\(key) in \(binding.context.rawValue) is bound to \(other.rawValue) and "
                            + "to \(binding.action.rawValue).")
                }
                owners[binding.context, default: [:]][key] = binding.action
            }
        }
        return found
    }
}
