/// A token that is looked for in the text before anything else happens to it.
struct AddedToken: Sendable {
    var id: Int32
    var content: [UInt8]
    /// Not found inside of a word.
    var isSingleWord: Bool
    /// Takes the whitespace before it along.
    var stripsLeft: Bool
    /// Takes the whitespace behind it along.
    var stripsRight: Bool
    /// Looked for in the normalized text rather than in the original.
    var isNormalized: Bool
    /// Left out when decoding without special tokens.
    var isSpecial: Bool

    /// A special token of a file that does not list them.
    init(special content: String, id: Int32) {
        self.id = id
        self.content = Array(content.utf8)
        isSingleWord = false
        stripsLeft = false
        stripsRight = false
        isNormalized = false
        isSpecial = true
    }

    init(_ reader: StageReader) throws {
        id = try reader.identifier("id")
        content = Array(try reader.string("content").utf8)
        isSingleWord = try reader.bool("single_word", default: false)
        stripsLeft = try reader.bool("lstrip", default: false)
        stripsRight = try reader.bool("rstrip", default: false)
        isSpecial = try reader.bool("special", default: false)
        isNormalized = try reader.bool("normalized", default: !isSpecial)
    }
}
