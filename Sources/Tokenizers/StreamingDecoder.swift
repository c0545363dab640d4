/// Turns tokens into text one by one.
///
/// What it has handed out after `finish` is the same text that decoding all of them at once gives;
/// parts of a character are held back until the rest is there.
package struct StreamingDecoder: Sendable {
    private let tokenizer: Tokenizer
    private let skipsSpecialTokens: Bool
    private var pipes: [DecoderPipe]
    private var output: [UInt8] = []

    init(tokenizer: Tokenizer, skipsSpecialTokens: Bool) {
        self.tokenizer = tokenizer
        self.skipsSpecialTokens = skipsSpecialTokens
        pipes = tokenizer.decoderStages.map(DecoderPipe.init)
    }

    /// The text that is certain now and was not before.
    ///
    /// Ids that the tokenizer lacks are passed over.
    package mutating func append(_ id: Int32) -> String {
        push(id)
        return takeOutput()
    }

    /// The text that was held back.
    ///
    /// The decoder then starts over.
    package mutating func finish() -> String {
        send(.endOfStream, to: 0)
        pipes = tokenizer.decoderStages.map(DecoderPipe.init)
        return takeOutput()
    }

    /// Like `append`, leaving the text for later.
    mutating func push(_ id: Int32) {
        if skipsSpecialTokens, tokenizer.isSpecial(id) { return }
        guard let token = tokenizer.decodable(id) else { return }
        send(.text(token), to: 0)
        send(.endOfToken, to: 0)
    }

    private mutating func send(_ event: DecoderPipe.Event, to index: Int) {
        guard index < pipes.count else {
            if case .text(let bytes) = event { output += bytes }
            return
        }
        var events: [DecoderPipe.Event] = []
        pipes[index].take(event) { events.append($0) }
        for event in events { send(event, to: index + 1) }
    }

    private mutating func takeOutput() -> String {
        defer { output.removeAll(keepingCapacity: true) }
        return String(decoding: output, as: UTF8.self)
    }
}
