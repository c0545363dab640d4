/// How much a unit of a template tells a model that it could not guess.
///
/// The rules are about the words only; a compressor that asks a model does better and costs more.
struct UnitValue {
    private static let constraintWords: Set<String> = [
        "must", "never", "always", "only", "not", "don't", "cannot", "no", "required", "require",
        "exactly", "least", "most", "return", "returns", "output", "format", "should", "shall",
        "except", "unless", "without", "maximum", "minimum", "avoid", "ensure", "if",
    ]
    private static let politePhrases = [
        "please", "thank", "kindly", "feel free", "you are a helpful", "i would like",
        "we would like", "good luck", "take a deep breath", "do your best", "welcome",
        "appreciate", "happy to",
    ]
    private static let explainingPhrases = [
        "in other words", "that is,", "this means", "note that", "as mentioned", "as stated",
        "remember that", "of course", "basically", "keep in mind", "because", "the reason",
        "in general", "for clarity", "this is useful", "this helps", "it is important",
        "as you know", "to put it",
    ]
    private static let examplePhrases = [
        "for example", "e.g.", "for instance", "such as", "example:", "examples:",
    ]

    private var seenWords: Set<String> = []
    private var isInCode = false
    /// After "For example:" the lines up to the next blank line or heading show one.
    private var isInExample = false

    /// Values of a text's units, in order: higher is kept longer.
    static func values(of units: [TemplateUnit]) -> [Int] {
        var state = UnitValue()
        return units.map { state.value(of: $0.text) }
    }

    private mutating func value(of text: String) -> Int {
        let trimmed = text.drop(while: \.isWhitespace)
        guard !trimmed.isEmpty else {
            isInExample = false
            return -100
        }
        if trimmed.hasPrefix("```") {
            isInCode.toggle()
            return isInExample ? -4 : -1
        }
        if !trimmed.contains(where: { $0.isLetter || $0.isNumber }) { return -50 }
        let lower = trimmed.lowercased()
        if trimmed.first == "#" { isInExample = false }
        let startsExample = Self.examplePhrases.contains { lower.contains($0) }
        if startsExample, lower.hasSuffix(":") { isInExample = true }

        let words = Self.words(of: lower)
        var value = 0
        value += min(2, words.count { Self.constraintWords.contains($0) }) * 2
        if trimmed.contains(where: \.isNumber) { value += 1 }
        value += Self.namesScore(of: trimmed)
        if trimmed.first == "#" { value += 1 }
        if Self.politePhrases.contains(where: { lower.contains($0) }) { value -= 4 }
        if Self.explainingPhrases.contains(where: { lower.contains($0) }) { value -= 3 }
        if startsExample || isInExample { value -= 4 }
        if isInCode, !isInExample { value += 1 }
        value -= repetition(of: words)
        return value
    }

    /// Names and signatures: `code`, f(x), snake_case, camelCase, ALLCAPS, operators.
    private static func namesScore(of text: Substring) -> Int {
        var score = 0
        if text.contains("`") { score += 1 }
        for word in text.split(whereSeparator: \.isWhitespace) {
            let core = word.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let rest = word.dropFirst(core.count)
            let isCall = !core.isEmpty && rest.first == "("
            let isAllCaps = core.count > 1 && core.allSatisfy { $0.isUppercase || $0 == "_" }
            let isSnake = core.dropFirst().dropLast().contains("_")
            let isCamel = zip(core, core.dropFirst()).contains { $0.isLowercase && $1.isUppercase }
            if isCall || isAllCaps || isSnake || isCamel { score += 2 }
            if score >= 4 { return 4 }
        }
        if text.contains("=") || text.contains("{") || text.contains("|") { score += 1 }
        return min(score, 4)
    }

    /// A unit whose long words were all said before adds little.
    private mutating func repetition(of words: [String]) -> Int {
        let content = words.filter { $0.count > 3 }
        let known = content.count { seenWords.contains($0) }
        seenWords.formUnion(content)
        return content.count >= 4 && known * 10 >= content.count * 8 ? 2 : 0
    }

    private static func words(of lower: String) -> [String] {
        lower.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "_") }.map(String.init)
    }
}
