/// One line of JSON Lines, written member by member.
///
/// The records here are text only, so this small writer spares the target a dependency.
enum JSONLine {
    /// An object of texts, in the given order.
    static func object(_ members: [(key: String, value: String)]) -> String {
        "{" + members.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
    }

    /// A text between quotation marks, escaped.
    static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            default:
                precondition(scalar.value >= 0x20, "Texts made here have no control characters")
                output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }
}
