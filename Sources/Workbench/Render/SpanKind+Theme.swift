import Prompts
import TerminalUI

extension SpanKind {
    var role: ThemeRole {
        switch self {
        case .template: .template
        case .pinned: .pinned
        case .tools: .tools
        case .context: .context
        case .examples: .examples
        case .query: .query
        }
    }

    /// Stands at the margin of the lines that begin with this kind.
    var letter: String {
        switch self {
        case .template: "T"
        case .pinned: "P"
        case .tools: "U"
        case .context: "C"
        case .examples: "E"
        case .query: "Q"
        }
    }
}
