/// The stages that BERT's normalizer consists of.
enum BertNormalizer {
    /// The normalizer of the given settings; nil for `stripsAccents` stands for the same as
    /// `lowercases`, as in the library.
    static func make(
        cleansText: Bool, spacesIdeographs: Bool, stripsAccents: Bool?, lowercases: Bool
    ) -> Normalizer {
        var stages: [Normalizer] = []
        if cleansText {
            stages += [.remove(control), .replace(.set(.whitespace), with: [0x20])]
        }
        if spacesIdeographs { stages.append(.surround(ideographs, with: 0x20)) }
        if stripsAccents ?? lowercases {
            stages += [.unicode(.decomposed), .remove(nonspacingMarks)]
        }
        if lowercases { stages.append(.lowercase) }
        return .sequence(stages)
    }

    /// The library's tables of categories are those of this version of Unicode.
    private static let newestVersion: Unicode.Version = (8, 0)

    /// Control, format and private scalars and U+FFFD, but not tab and line ends.
    private static let control = known("cc", "cf", "co").union(ScalarSet("\u{FFFD}"))
        .intersection(ScalarSet("\t", "\n", "\r").inverted)

    private static let nonspacingMarks = known("mn")

    /// The blocks of Chinese characters, with the library's own start of the sixth.
    private static let ideographs = ScalarSet([
        0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
        0x2B920...0x2CEAF, 0x2F800...0x2FA1F,
    ])

    /// The members of categories, without those that are newer than the library's tables.
    private static func known(_ categories: String...) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        for name in categories {
            guard let set = ScalarSet.property(name) else { continue }
            // Private use is as old as Unicode and large.
            if name == "co" {
                ranges += set.ranges
                continue
            }
            for value in set.ranges.joined() {
                guard let age = Unicode.Scalar(value)?.properties.age, age <= newestVersion else {
                    continue
                }
                ranges.append(value...value)
            }
        }
        return ScalarSet(ranges)
    }
}

extension BertNormalizer {
    static func make(_ reader: StageReader) throws -> Normalizer {
        make(
            cleansText: try reader.bool("clean_text", default: true),
            spacesIdeographs: try reader.bool("handle_chinese_chars", default: true),
            stripsAccents: reader.isAbsent("strip_accents")
                ? nil : try reader.bool("strip_accents", default: false),
            lowercases: try reader.bool("lowercase", default: true))
    }
}
