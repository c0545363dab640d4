/// A stage on the way from tokens back to text.
indirect enum DecoderStage: Sendable {
    case byteLevel
    case metaspace(replacement: [UInt8], dropsFirst: Bool)
    case replace(TextPattern, with: [UInt8])
    case byteFallback
    case fuse
    case strip(Unicode.Scalar, start: Int, stop: Int)
    /// A space between tokens except before those that begin with the prefix, which is dropped.
    case wordPiece(prefix: [UInt8], cleansUp: Bool)
    /// A space between tokens: what happens where a file has no decoder.
    case spaced
}

extension DecoderStage {
    /// The stages of a file's `decoder`, sequences flattened.
    static func stages(_ reader: StageReader) throws -> [DecoderStage] {
        switch try reader.type() {
        case "ByteLevel": return [.byteLevel]
        case "Metaspace":
            return [
                .metaspace(
                    replacement: Array(String(try reader.scalar("replacement")).utf8),
                    dropsFirst: try PreTokenizer.PrependScheme(reader) != .never)
            ]
        case "Replace":
            return [
                .replace(
                    try reader.pattern("pattern"), with: Array(try reader.string("content").utf8))
            ]
        case "WordPiece":
            return [
                .wordPiece(
                    prefix: Array(
                        (try reader.optionalString("prefix")
                            ?? WordPieceModel.defaultContinuingPrefix).utf8),
                    cleansUp: try reader.bool("cleanup", default: true))
            ]
        case "ByteFallback": return [.byteFallback]
        case "Fuse": return [.fuse]
        case "Strip":
            return [
                .strip(
                    try reader.scalar("content"), start: try reader.count("start"),
                    stop: try reader.count("stop"))
            ]
        case "Sequence": return try reader.nestedList("decoders").flatMap(stages)
        default: throw reader.unknown
        }
    }
}
