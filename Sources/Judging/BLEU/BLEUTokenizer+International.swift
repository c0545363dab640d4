/// The rules of mteval-v14 with international tokenization.
extension BLEUTokenizer {
    /// Symbols apart, and punctuation where no number stands on one side of it.
    static func unicodeMarksApart(_ line: [UInt32]) -> [UInt32] {
        var text = pairsApart(
            line, { kind(of: $0) != .number }, { kind(of: $0) == .punctuation },
            spaces: (before: false, between: true, after: true))
        text = pairsApart(
            text, { kind(of: $0) == .punctuation }, { kind(of: $0) != .number },
            spaces: (before: true, between: true, after: false))
        return apart(text) { kind(of: $0) == .symbol }
    }

    /// The general categories that the rules tell apart.
    private enum Kind: UInt8 {
        case number, punctuation, symbol, other
    }

    private static func kind(of scalar: UInt32) -> Kind {
        scalar < 0x80 ? asciiKinds[Int(scalar)] : kindByProperties(scalar)
    }

    private static let asciiKinds: [Kind] = (UInt32(0)..<0x80).map(kindByProperties)

    private static func kindByProperties(_ value: UInt32) -> Kind {
        guard let scalar = Unicode.Scalar(value) else { return .other }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            return .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return .symbol
        default: return .other
        }
    }
}
