/// A node of a template's text and tags.
struct Statement: Sendable {
    let line: Int
    let kind: Kind

    indirect enum Kind: Sendable {
        case text(String)
        case output([Expression])
        case assign(Target, Expression)
        case assignBlock(Target, filter: Expression?, Block)
        case loop(Loop)
        case condition([Branch], otherwise: [Statement])
        case macro(MacroDefinition)
        case call(Expression, caller: MacroDefinition)
        case filter(Expression, Block)
        case with([Binding], Block)
        /// transformers' mark around what the model says.
        case generation(Block)
        case breakLoop
        case continueLoop
    }

    struct Branch: Sendable {
        let test: Expression
        let body: [Statement]
    }

    struct Binding: Sendable {
        let target: Target
        let value: Expression
    }

    struct Loop: Sendable {
        let target: Target
        let iterable: Expression
        let filter: Expression?
        let body: Block
        let otherwise: Block
        /// The variables of the filter.
        let filterScope: ScopeID
    }
}

/// Where `set`, `for` and `with` put a value.
indirect enum Target: Sendable {
    case name(String)
    case namespaceAttribute(namespace: String, attribute: String)
    case tuple([Target])
}

/// Statements with variables of their own.
struct Block: Sendable {
    let statements: [Statement]
    let scope: ScopeID
}

/// An index into `Template.scopes`.
typealias ScopeID = Int

/// A macro, or the body of `{% call %}`.
struct MacroDefinition: Sendable {
    let name: String
    let parameters: [Parameter]
    let body: Block
    /// Names that the body reads without having set them.
    let readsCaller: Bool
    let readsKeywords: Bool
    let readsMore: Bool

    struct Parameter: Sendable {
        let name: String
        let defaultValue: Expression?
    }
}
