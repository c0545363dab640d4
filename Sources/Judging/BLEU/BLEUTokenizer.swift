/// How a text is cut into words before its n-grams are counted; the names are sacrebleu's.
///
/// Scores of different tokenizers cannot be compared: a score is always shown with its signature.
package enum BLEUTokenizer: String, CaseIterable, Sendable {
    /// mteval-v13a, WMT's: marks of ASCII apart from words, full stops and commas inside numbers
    /// kept.
    case v13a = "13a"
    /// mteval-v14 with `--international-tokenization`: Unicode's punctuation and symbols apart.
    case international = "intl"
    /// Each code point by itself.
    case character = "char"
    /// Cut at white space only.
    case none = "none"
    /// Each Chinese character by itself, the rest as 13a does.
    case chinese = "zh"

    /// The words of a text.
    package func tokens(of text: String) -> [String] {
        let scalars = separated(text.unicodeScalars.map(\.value))
        return scalars.split(whereSeparator: PythonCharacter.isSpace).map { word in
            var token = String.UnicodeScalarView()
            token.append(contentsOf: word.compactMap(Unicode.Scalar.init))
            return String(token)
        }
    }

    /// The code points of a text with white space between its words.
    func separated(_ text: [UInt32]) -> [UInt32] {
        var line = text
        while let last = line.last, PythonCharacter.isSpace(last) { line.removeLast() }
        switch self {
        case .none: return line
        case .character:
            var spaced: [UInt32] = []
            spaced.reserveCapacity(line.count * 2)
            for scalar in line {
                spaced.append(scalar)
                spaced.append(Self.space)
            }
            return spaced
        case .v13a:
            return Self.westernMarksApart([Self.space] + Self.plainText(line) + [Self.space])
        case .chinese:
            return Self.westernMarksApart(
                Self.chineseApart(Array(line.drop(while: PythonCharacter.isSpace))))
        case .international: return Self.unicodeMarksApart(line)
        }
    }

    static let space: UInt32 = 0x20
}

// MARK: Rewriting

extension BLEUTokenizer {
    /// Puts spaces around each pair of neighbours that fits, from left to right, no code point in
    /// two pairs.
    ///
    /// `spaces` says whether one is written before, between and after the two.
    static func pairsApart(
        _ line: [UInt32], _ isFirst: (UInt32) -> Bool, _ isSecond: (UInt32) -> Bool,
        spaces: (before: Bool, between: Bool, after: Bool)
    ) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(line.count + line.count / 4)
        var index = 0
        while index < line.count {
            guard index + 1 < line.count, isFirst(line[index]), isSecond(line[index + 1]) else {
                result.append(line[index])
                index += 1
                continue
            }
            if spaces.before { result.append(space) }
            result.append(line[index])
            if spaces.between { result.append(space) }
            result.append(line[index + 1])
            if spaces.after { result.append(space) }
            index += 2
        }
        return result
    }

    /// Puts a space on both sides of each code point that fits.
    static func apart(_ line: [UInt32], _ isApart: (UInt32) -> Bool) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(line.count + line.count / 2)
        for scalar in line {
            guard isApart(scalar) else {
                result.append(scalar)
                continue
            }
            result.append(space)
            result.append(scalar)
            result.append(space)
        }
        return result
    }

    /// Each occurrence of a text replaced, from left to right.
    static func replacing(
        _ pattern: StaticString, with replacement: UInt32?, in line: [UInt32]
    ) -> [UInt32] {
        let wanted = pattern.withUTF8Buffer { $0.map { UInt32($0) } }
        guard let first = wanted.first, line.contains(first) else { return line }
        var result: [UInt32] = []
        result.reserveCapacity(line.count)
        var index = 0
        while index < line.count {
            if line[index] == first, line[index...].starts(with: wanted) {
                if let replacement { result.append(replacement) }
                index += wanted.count
            } else {
                result.append(line[index])
                index += 1
            }
        }
        return result
    }
}
