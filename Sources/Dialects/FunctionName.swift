/// Made-up words from a small stock of syllables.
///
/// Every beginning (consonant and vowel) has exactly one ending, so that a byte-pair encoding
/// trained on such names joins a syllable's letters before letters of two neighbours, and cuts each
/// name into its syllables.
enum FunctionName {
    static let syllables: [String] = [
        "BAL", "BEN", "BIR", "BOS", "BUX", "DAN", "DER", "DIL", "DOX", "DUS", "FAR", "FEN",
        "FOL", "GAN", "GER", "GIS", "GOL", "GUX", "HAL", "HEX", "HIN", "HOR", "HUS", "JAR",
        "JEL", "JIN", "JOX", "KAS", "KEL", "KIR", "KON", "KUX", "MAR", "MEL", "MIS", "MON",
        "MUX", "PAX", "PEL", "PIR", "PON", "TAL", "TES", "TIR", "TOX", "TUN", "VAN", "VEX",
        "VIL", "VOR", "VUS", "ZAN", "ZEL", "ZIR", "ZOX", "ZUN",
    ]

    /// Distinct names, none of them in `excluded`; no two begin with the same syllable, so that the
    /// first token settles which function is meant and the rest is copying.
    ///
    /// Precondition: `count` is at most the number of syllables.
    static func draw(
        _ count: Int, excluding excluded: Set<String>, using generator: inout SeededGenerator
    ) -> [String] {
        precondition(count <= syllables.count)
        return generator.shuffled(syllables).prefix(count).map { first in
            var name: String
            repeat {
                name = first + generator.pick(syllables)
                if generator.chance(15) { name += generator.pick(syllables) }
            } while excluded.contains(name)
            return name
        }
    }

    /// A word such as `Kelmar` for the language itself, another one than `excluded`.
    static func drawLanguage(
        excluding excluded: String, using generator: inout SeededGenerator
    ) -> String {
        while true {
            let first = generator.pick(syllables)
            let name = (first + generator.pick(syllables)).capitalizedFirstOnly
            if name != excluded { return name }
        }
    }
}

extension String {
    /// The ASCII word with its first letter as it is and the rest in lower case.
    fileprivate var capitalizedFirstOnly: String { prefix(1) + dropFirst().lowercased() }
}
