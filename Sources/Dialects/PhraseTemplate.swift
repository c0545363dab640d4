/// Fills `{name}` slots of wording templates.
enum PhraseTemplate {
    /// The template with each slot replaced by what `value` answers for its name.
    static func fill(_ template: String, _ value: (Substring) -> String) -> String {
        var output = ""
        output.reserveCapacity(template.utf8.count + 32)
        let bytes = template.utf8
        var position = bytes.startIndex
        while position < bytes.endIndex {
            guard let open = bytes[position...].firstIndex(of: UInt8(ascii: "{")),
                let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
            else { break }
            output += template[position..<open]
            output += value(template[bytes.index(after: open)..<close])
            position = bytes.index(after: close)
        }
        output += template[position...]
        return output
    }
}

extension String {
    /// The text with its first letter in upper case.
    var startingUpperCase: String { prefix(1).uppercased() + dropFirst() }
}
