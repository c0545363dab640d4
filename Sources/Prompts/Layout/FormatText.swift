/// Texts with places in braces.
enum FormatText {
    /// Puts values at their places in one pass, so that braces inside a value stay what they are.
    static func fill(_ format: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = format[...]
        while let brace = rest.firstIndex(of: "{") {
            result += rest[..<brace]
            rest = rest[brace...]
            if let (place, value) = values.first(where: { rest.hasPrefix($0.key) }) {
                result += value
                rest = rest.dropFirst(place.count)
            } else {
                result.append("{")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// - Throws: `PromptsError.missingPlaceholder`.
    static func require(_ placeholder: String, in format: String) throws {
        if !format.contains(placeholder) {
            throw PromptsError.missingPlaceholder(format: format, placeholder: placeholder)
        }
    }
}
