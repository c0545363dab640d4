/// How a piece of text becomes tokens: the `model` of a `tokenizer.json`.
enum TokenModel: Sendable {
    case bytePairs(BPEModel)
    case wordPiece(WordPieceModel)
    case unigram(UnigramModel)

    var vocabulary: Vocabulary {
        switch self {
        case .bytePairs(let model): model.vocabulary
        case .wordPiece(let model): model.vocabulary
        case .unigram(let model): model.vocabulary
        }
    }

    /// Appends the tokens of a piece to the workspace's output.
    func tokenize(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ workspace: inout BPEWorkspace
    ) {
        switch self {
        case .bytePairs(let model): model.tokenize(bytes, range, &workspace)
        case .wordPiece(let model): model.tokenize(bytes, range, &workspace.output)
        case .unigram(let model): model.tokenize(bytes, range, &workspace.output)
        }
    }
}

extension TokenModel {
    init(_ reader: StageReader) throws {
        // Files of before 2020 name no type; the BPE reader tells whether they may be read.
        switch reader.isAbsent("type") ? "BPE" : try reader.type() {
        case "BPE": self = .bytePairs(try BPEModel(reader))
        case "WordPiece": self = .wordPiece(try WordPieceModel(reader))
        case "Unigram": self = .unigram(try UnigramModel(reader))
        default: throw reader.unknown
        }
    }
}
