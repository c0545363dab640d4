import JSONText

extension BPEModel {
    /// Reads the `model` section.
    init(_ reader: StageReader) throws {
        if reader.isAbsent("type") {
            // Files of before 2020 name no type; merges are what only this model has.
            guard !reader.isAbsent("merges"), !reader.isAbsent("vocab") else {
                throw reader.wrong("type", expected: "BPE")
            }
        } else if try reader.type() != "BPE" {
            throw reader.unknown
        }
        if let dropout = reader.object["dropout"], !dropout.isNull, dropout.doubleValue != 0 {
            throw reader.unsupported("dropout", "is not null: encoding would be random")
        }
        let vocabulary = try Vocabulary(reader)
        var settings = Settings(
            fusesUnknown: try reader.bool("fuse_unk", default: false),
            fallsBackToBytes: try reader.bool("byte_fallback", default: false),
            ignoresMerges: try reader.bool("ignore_merges", default: false),
            continuingPrefix: Array(
                try reader.optionalString("continuing_subword_prefix")?.utf8 ?? "".utf8),
            endOfWordSuffix: Array(try reader.optionalString("end_of_word_suffix")?.utf8 ?? "".utf8)
        )
        if let token = try reader.optionalString("unk_token") {
            settings.unknownToken = vocabulary.id(Array(token.utf8))
            if settings.unknownToken == nil {
                throw reader.unsupported(
                    "unk_token", "is \"\(token)\", which is not in the vocabulary")
            }
        }
        self.init(
            vocabulary: vocabulary,
            merges: try Self.merges(
                reader, vocabulary, prefixCount: settings.continuingPrefix.count),
            settings: settings)
    }

    private static func merges(
        _ reader: StageReader, _ vocabulary: Vocabulary, prefixCount: Int
    ) throws -> [Merge] {
        var merges: [Merge] = []
        for (index, value) in try reader.array("merges").enumerated() {
            func broken(_ reason: String) -> TokenizerError {
                .brokenMerge(
                    file: reader.file, number: index + 1,
                    merge: value.stringValue ?? value.text(), reason: reason)
            }
            let parts: [[UInt8]]
            if let text = value.stringValue {
                if text.utf8.starts(with: "#version".utf8) { continue }
                parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
                    .map(Array.init)
            } else {
                parts = (value.arrayValue ?? []).compactMap {
                    $0.stringValue.map { Array($0.utf8) }
                }
            }
            guard parts.count == 2 else {
                throw broken("is not two tokens with one space between them")
            }
            func id(_ token: [UInt8]) throws -> Int32 {
                guard let id = vocabulary.id(token) else {
                    let text = String(decoding: token, as: UTF8.self)
                    throw broken("needs the token \"\(text)\", which is not in the vocabulary")
                }
                return id
            }
            merges.append(
                Merge(
                    left: try id(parts[0]), right: try id(parts[1]),
                    result: try id(parts[0] + parts[1].dropFirst(prefixCount))))
        }
        return merges
    }
}
