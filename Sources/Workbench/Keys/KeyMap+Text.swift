import TerminalUI

extension KeyMap {
    /// All keys as plain text, a block for each context: for manuals and `--help`.
    package var text: String {
        let contexts = KeyContext.allCases.filter { context in
            bindings.contains { $0.context == context }
        }
        let width = bindings.map { CellText.width(of: $0.keysText) }.max() ?? 0
        return contexts.map { context in
            let lines = bindings.filter { $0.context == context }.map { binding in
                let keys = binding.keysText
                let space = String(repeating: " ", count: width - CellText.width(of: keys) + 2)
                return "  \(keys)\(space)\(binding.description)"
            }
            return ([context.title] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
