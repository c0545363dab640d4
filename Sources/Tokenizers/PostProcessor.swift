/// A stage that puts special tokens around the text's own.
indirect enum PostProcessor: Sendable {
    /// Part of a template.
    enum Part: Sendable {
        case text
        case tokens([Int32])
    }

    case template([Part])
    case sequence([PostProcessor])
    /// A stage that only changes offsets, as the library reports them.
    case none

    /// What stands before and behind the text.
    func surround(_ tokens: [EncodedToken]) -> [EncodedToken] {
        switch self {
        case .none: return tokens
        case .sequence(let stages): return stages.reduce(tokens) { $1.surround($0) }
        case .template(let parts):
            let end = tokens.last?.range.upperBound ?? 0
            var result: [EncodedToken] = []
            var place = 0
            for part in parts {
                switch part {
                case .text:
                    result += tokens
                    place = end
                case .tokens(let ids):
                    result += ids.map { EncodedToken(id: $0, range: place..<place) }
                }
            }
            return result
        }
    }
}

extension PostProcessor {
    init(_ reader: StageReader) throws {
        switch try reader.type() {
        case "TemplateProcessing": self = .template(try Self.template(reader))
        case "RobertaProcessing", "BertProcessing":
            self = .template([
                .tokens([try Self.pair(reader, "cls")]), .text,
                .tokens([try Self.pair(reader, "sep")]),
            ])
        case "ByteLevel": self = .none
        case "Sequence":
            self = .sequence(try reader.nestedList("processors").map(PostProcessor.init))
        default: throw reader.unknown
        }
    }

    /// The template for a single text.
    private static func template(_ reader: StageReader) throws -> [Part] {
        let tokens = try reader.nested("special_tokens")
        return try reader.nestedList("single").map { part in
            if !part.isAbsent("Sequence") {
                guard try part.nested("Sequence").string("id") == "A" else {
                    throw part.unsupported("Sequence", "asks for a second text")
                }
                return .text
            }
            let name = try part.nested("SpecialToken").string("id")
            let token = try tokens.nested(name)
            return .tokens(
                try token.array("ids").map { value in
                    guard let id = value.intValue, id >= 0, id <= Int(Int32.max) else {
                        throw token.wrong("ids", expected: "a list of ids")
                    }
                    return Int32(id)
                })
        }
    }

    /// The id of `["<s>", 0]`.
    private static func pair(_ reader: StageReader, _ name: String) throws -> Int32 {
        let values = try reader.array(name)
        guard values.count == 2, values[0].stringValue != nil, let id = values[1].intValue,
            id >= 0, id <= Int(Int32.max)
        else { throw reader.wrong(name, expected: "a list of a token and its id") }
        return Int32(id)
    }
}
