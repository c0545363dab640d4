import Foundation

/// What a token compressor keeps before all else.
package struct ForcedText: Sendable, Equatable {
    /// Texts that are kept wherever they stand.
    package var texts: [String]
    /// Whether tokens with digits are kept.
    package var keepsDigits: Bool
    /// Whether names of code are kept: `quoted`, f(x), snake_case, camelCase, ALLCAPS.
    package var keepsNames: Bool
    /// Whether tokens with line breaks are kept, which carry a template's structure.
    package var keepsLineBreaks: Bool

    package init(
        texts: [String] = [], keepsDigits: Bool = true, keepsNames: Bool = true,
        keepsLineBreaks: Bool = true
    ) {
        self.texts = texts
        self.keepsDigits = keepsDigits
        self.keepsNames = keepsNames
        self.keepsLineBreaks = keepsLineBreaks
    }

    /// One fixed spelling, for the cache's key.
    var settingsText: String {
        "force \(texts) digits \(keepsDigits) names \(keepsNames) lines \(keepsLineBreaks)"
    }

    /// For each byte of a text's UTF-8, whether it is to be kept.
    func marks(in text: String) -> [Bool] {
        let bytes = Array(text.utf8)
        var marks = [Bool](repeating: false, count: bytes.count)
        for (index, byte) in bytes.enumerated() {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            if keepsDigits && isDigit || keepsLineBreaks && isBreak { marks[index] = true }
        }
        for forced in texts where !forced.isEmpty {
            Self.mark(Array(forced.utf8), in: bytes, &marks)
        }
        if keepsNames { Self.markNames(in: text, &marks) }
        return marks
    }

    private static func mark(_ pattern: [UInt8], in bytes: [UInt8], _ marks: inout [Bool]) {
        guard pattern.count <= bytes.count else { return }
        for start in 0...(bytes.count - pattern.count)
        where bytes[start..<(start + pattern.count)].elementsEqual(pattern) {
            for index in start..<(start + pattern.count) { marks[index] = true }
        }
    }

    private static func markNames(in text: String, _ marks: inout [Bool]) {
        for match in text.matches(of: /`[^`\n]+`|[A-Za-z_][A-Za-z0-9_]*\(?/) {
            let word = match.output
            guard word.first == "`" || word.last == "(" || isName(word) else { continue }
            let start = text.utf8.distance(from: text.startIndex, to: match.range.lowerBound)
            for index in start..<(start + word.utf8.count) { marks[index] = true }
        }
    }

    private static func isName(_ word: Substring) -> Bool {
        let isSnake = word.contains("_")
        let isAllCaps = word.count > 1 && word.allSatisfy { $0.isUppercase || $0.isNumber }
        let isCamel = zip(word, word.dropFirst()).contains { $0.isLowercase && $1.isUppercase }
        return isSnake || isAllCaps || isCamel
    }
}
