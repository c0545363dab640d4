/// A piece of a template's text.
struct Token {
    enum Kind: Equatable {
        /// Text outside of tags.
        case data
        case outputBegin, outputEnd
        case tagBegin, tagEnd
        case name, string, integer, float, symbol
        case end
    }

    let kind: Kind
    /// The text or name itself, a string literal's content, a number without underscores.
    let text: String
    /// Counted from 1.
    let line: Int

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
    func isName(_ name: String) -> Bool { kind == .name && text == name }

    /// The token in the words of Jinja2's messages.
    var words: String {
        switch kind {
        case .data: "template data / text"
        case .outputBegin: "begin of print statement"
        case .outputEnd: "end of print statement"
        case .tagBegin: "begin of statement block"
        case .tagEnd: "end of statement block"
        case .string: "string"
        case .integer: "integer"
        case .float: "float"
        case .end: "end of template"
        case .name, .symbol: text
        }
    }
}
