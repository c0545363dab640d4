/// Why a chat template cannot be read, or a conversation cannot be rendered with it.
package enum ChatTemplateError: Error, Equatable, CustomStringConvertible {
    /// The template's text is not Jinja.
    case syntax(reason: String, line: Int)
    /// Something that Jinja2 or Python knows and this renderer does not, by its name.
    case unsupported(construct: String, line: Int)
    /// The template itself called `raise_exception`.
    case raised(message: String, line: Int)
    /// What Jinja2 would raise while rendering, in its words.
    case failed(reason: String, line: Int)
    /// The template asked for more than a chat template has reason to.
    case tooMuch(what: String, line: Int)
    /// A file of the template is there but cannot be used.
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .syntax(let reason, let line):
            "The chat template is not valid Jinja, line \(line): \(reason). Mend the template."
        case .unsupported(let construct, let line):
            """
            The chat template uses \(construct), line \(line), which is not supported. Rewrite \
            that line, or do without the template.
            """
        case .raised(let message, let line):
            """
            The chat template refuses the conversation, line \(line): \(message). Change the \
            messages to what the template asks for.
            """
        case .failed(let reason, let line):
            """
            The chat template cannot render the conversation, line \(line): \(reason). Check that \
            the messages have what the template reads.
            """
        case .tooMuch(let what, let line):
            """
            The chat template was stopped at line \(line): \(what). Check that the template comes \
            from a source you trust.
            """
        case .unreadable(let path, let reason):
            "\(path) cannot be read: \(reason). Mend the file, or download it again."
        }
    }

    /// The words that Jinja2's own exception would have: what reference data holds.
    package var jinjaMessage: String {
        switch self {
        case .syntax(let reason, _), .failed(let reason, _): reason
        case .raised(let message, _): message
        case .unsupported, .tooMuch, .unreadable: description
        }
    }
}

/// An error on its way up to the expression that knows its line.
enum RenderFailure: Error {
    case raised(String)
    case python(String)
    case unsupported(String)
    case tooMuch(String)

    func located(at line: Int) -> ChatTemplateError {
        switch self {
        case .raised(let message): .raised(message: message, line: line)
        case .python(let reason): .failed(reason: reason, line: line)
        case .unsupported(let construct): .unsupported(construct: construct, line: line)
        case .tooMuch(let what): .tooMuch(what: what, line: line)
        }
    }
}
