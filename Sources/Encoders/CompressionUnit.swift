/// What is kept or dropped as a whole: a word, a sign, or a forced text.
struct CompressionUnit: Equatable {
    /// Bytes of the text.
    var range: Range<Int>
    /// Of its tokens.
    var probabilitySum: Float
    var tokenCount: Int
    /// The forced text that it holds.
    var forced: Int?
    var hasDigit = false

    /// How likely the classifier holds it worth keeping: the mean over its tokens, which is
    /// LLMLingua-2's default.
    var probability: Float { probabilitySum / Float(max(tokenCount, 1)) }
}

/// Puts tokens together to units.
///
/// Source: LLMLingua-2's `__merge_token_to_word`. Different here: a text that is forced is a unit of
/// its own wherever it stands, not only where the tokenizer happens to have it as one token; and
/// words that the tokenizer does not know have their probability like others, where there they are
/// dropped always.
struct CompressionUnitBuilder {
    let bytes: [UInt8]
    let cores: [TokenCore]
    /// Of each token; special ones that the text spells out count as well.
    let beginsWord: [Bool]
    /// Of each token.
    let probabilities: [Float]

    /// Units in the text's order, which do not overlap.
    func units(forced: [ForcedText]) -> [CompressionUnit] {
        var units: [CompressionUnit] = []
        var next = 0
        var previous: Int?
        for (index, core) in cores.enumerated() {
            // Forced white space stands between tokens.
            while next < forced.count, forced[next].range.upperBound <= core.range.lowerBound {
                addSpace(forced[next], to: &units)
                next += 1
            }
            // A line end between words, to byte-level tokenizers a token, says nothing of either.
            if core.range.isEmpty, !beginsWord[index] { continue }
            let own = forced[next...].prefix { $0.range.lowerBound < core.range.upperBound }
                .first { $0.range.overlaps(core.range) && !isSpace($0.range) }
            let place = own?.range.lowerBound
            let isSamePlace = place == previous
            previous = place
            let unit = CompressionUnit(
                range: core.range, probabilitySum: probabilities[index], tokenCount: 1,
                forced: own?.index)
            guard let last = units.last else {
                units.append(unit)
                continue
            }
            let overlaps = core.range.lowerBound < last.range.upperBound
            if overlaps || (isSamePlace && (place != nil || !beginsWord[index])) {
                join(unit, to: &units[units.count - 1])
            } else {
                units.append(unit)
            }
        }
        for text in forced[next...] { addSpace(text, to: &units) }
        // A token of white space only may have become a unit without text.
        units.removeAll { $0.range.isEmpty }
        for index in units.indices { units[index].hasDigit = hasDigit(units[index].range) }
        return units
    }

    private func join(_ unit: CompressionUnit, to last: inout CompressionUnit) {
        if last.range.isEmpty {
            last.range = unit.range
        } else if !unit.range.isEmpty {
            last.range =
                last.range.lowerBound..<max(last.range.upperBound, unit.range.upperBound)
        }
        last.probabilitySum += unit.probabilitySum
        last.tokenCount += unit.tokenCount
        last.forced = last.forced ?? unit.forced
    }

    /// A forced text of white space, unless a token covers it.
    private func addSpace(_ text: ForcedText, to units: inout [CompressionUnit]) {
        guard isSpace(text.range), text.range.lowerBound >= units.last?.range.upperBound ?? 0 else {
            return
        }
        units.append(
            CompressionUnit(
                range: text.range, probabilitySum: 1, tokenCount: 1, forced: text.index))
    }

    private func isSpace(_ range: Range<Int>) -> Bool {
        String(decoding: bytes[range], as: UTF8.self).unicodeScalars.allSatisfy(
            \.properties.isWhitespace)
    }

    private func hasDigit(_ range: Range<Int>) -> Bool {
        String(decoding: bytes[range], as: UTF8.self).unicodeScalars.contains {
            $0.properties.generalCategory == .decimalNumber
        }
    }
}
