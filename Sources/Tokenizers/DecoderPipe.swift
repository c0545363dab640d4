/// One decoder stage at work on a stream of tokens that arrive in parts.
///
/// The library's stages map a whole list of tokens to a list; a pipe does the same part by part, and
/// holds back just what later tokens may still change.
struct DecoderPipe: Sendable {
    /// What goes from stage to stage.
    enum Event: Sendable {
        /// More of the current token's text.
        case text([UInt8])
        case endOfToken
        case endOfStream
    }

    private let stage: DecoderStage
    /// The current token, where the stage has to see it whole.
    private var token: [UInt8] = []
    /// Bytes that are not text yet.
    private var pending: [UInt8] = []
    private var isFirstToken = true
    /// Scalars that Strip has dropped from the start, and whether it is still at it.
    private var droppedCount = 0
    private var isAtStart = true
    /// Scalars at the end that Strip may still drop.
    private var heldCount = 0

    init(_ stage: DecoderStage) { self.stage = stage }

    mutating func take(_ event: Event, _ emit: (Event) -> Void) {
        switch stage {
        case .byteLevel: byteLevel(event, emit)
        case .metaspace(let replacement, let dropsFirst):
            if case .text(let bytes) = event {
                let space: [UInt8] = isFirstToken && dropsFirst ? [] : [0x20]
                emit(.text(Self.replaced(bytes, .literal(replacement), with: space)))
            } else {
                isFirstToken = false
                emit(event)
            }
        case .replace(let pattern, let content):
            wholeTokens(event, emit) {
                emit(.text(Self.replaced($0, pattern, with: content)))
                emit(.endOfToken)
            }
        case .byteFallback: byteFallback(event, emit)
        case .fuse:
            switch event {
            case .text: emit(event)
            case .endOfToken: break
            case .endOfStream:
                emit(.endOfToken)
                emit(event)
            }
        case .strip(let scalar, let start, let stop):
            strip(Array(String(scalar).utf8), start, stop, event, emit)
        case .wordPiece(let prefix, let cleansUp):
            let isFirst = isFirstToken
            wholeTokens(event, emit) {
                var text = $0
                if !isFirst {
                    text =
                        text.starts(with: prefix)
                        ? Array(text.dropFirst(prefix.count))
                        : [0x20] + text
                }
                emit(.text(cleansUp ? WordPieceCleanup.apply(to: text) : text))
                emit(.endOfToken)
            }
            if case .endOfToken = event { isFirstToken = false }
        case .spaced:
            let space: [UInt8] = isFirstToken ? [] : [0x20]
            wholeTokens(event, emit) {
                emit(.text(space + $0))
                emit(.endOfToken)
            }
            if case .endOfToken = event { isFirstToken = false }
        }
    }

    // MARK: Stages

    /// Gathers a token's parts; calls the body at its end.
    private mutating func wholeTokens(
        _ event: Event, _ emit: (Event) -> Void, _ body: ([UInt8]) -> Void
    ) {
        switch event {
        case .text(let bytes): token += bytes
        case .endOfToken:
            body(token)
            token = []
        case .endOfStream: emit(event)
        }
    }

    private mutating func byteLevel(_ event: Event, _ emit: (Event) -> Void) {
        switch event {
        case .text(let bytes): token += bytes
        case .endOfToken:
            pending += ByteAlphabet.decode(token) ?? token
            token = []
            let complete = pending.count - Self.incompleteSuffixCount(pending)
            if complete > 0 {
                emit(.text(Array(String(decoding: pending[..<complete], as: UTF8.self).utf8)))
                pending.removeFirst(complete)
            }
        case .endOfStream:
            if !pending.isEmpty {
                emit(.text(Array(String(decoding: pending, as: UTF8.self).utf8)))
            }
            pending = []
            emit(.endOfToken)
            emit(event)
        }
    }

    private mutating func byteFallback(_ event: Event, _ emit: (Event) -> Void) {
        switch event {
        case .text(let bytes): token += bytes
        case .endOfToken:
            if let byte = Self.byte(token) {
                pending.append(byte)
            } else {
                flushBytes(emit)
                emit(.text(token))
                emit(.endOfToken)
            }
            token = []
        case .endOfStream:
            flushBytes(emit)
            emit(event)
        }
    }

    /// A run of byte tokens is text if the whole of it is valid; else each byte is a "�".
    ///
    /// So none of it can be handed on before its end is seen.
    private mutating func flushBytes(_ emit: (Event) -> Void) {
        if pending.isEmpty { return }
        if String(validating: pending, as: UTF8.self) != nil {
            emit(.text(pending))
            emit(.endOfToken)
        } else {
            for _ in pending {
                emit(.text(Array("\u{FFFD}".utf8)))
                emit(.endOfToken)
            }
        }
        pending = []
    }

    private mutating func strip(
        _ content: [UInt8], _ start: Int, _ stop: Int, _ event: Event, _ emit: (Event) -> Void
    ) {
        guard case .text(let bytes) = event else {
            if case .endOfToken = event {
                for _ in 0..<max(heldCount - stop, 0) { emit(.text(content)) }
                heldCount = 0
                droppedCount = 0
                isAtStart = true
            }
            emit(event)
            return
        }
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: content) {
                position += content.count
                if isAtStart, droppedCount < start {
                    droppedCount += 1
                    continue
                }
                isAtStart = false
                heldCount += 1
                // Only the last ones can be dropped at the end.
                if heldCount > stop {
                    output += content
                    heldCount -= 1
                }
            } else {
                isAtStart = false
                for _ in 0..<heldCount { output += content }
                heldCount = 0
                output.append(bytes[position])
                position += 1
            }
        }
        if !output.isEmpty { emit(.text(output)) }
    }

    // MARK: Bytes

    static func replaced(
        _ bytes: [UInt8], _ pattern: TextPattern, with content: [UInt8]
    ) -> [UInt8] {
        var result: [UInt8] = []
        bytes.withUnsafeBufferPointer { bytes in
            var previous = 0
            pattern.forEachMatch(in: bytes, 0..<bytes.count) { match in
                result += bytes[previous..<match.lowerBound]
                result += content
                previous = match.upperBound
            }
            result += bytes[previous...]
        }
        return result
    }

    /// The byte of a token like `<0x0A>`.
    private static func byte(_ token: [UInt8]) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">"),
            let high = hexDigit(token[3]), let low = hexDigit(token[4])
        else { return nil }
        return high << 4 | low
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    /// How many bytes at the end are the start of a scalar whose rest may still come.
    private static func incompleteSuffixCount(_ bytes: [UInt8]) -> Int {
        var count = 1
        while count <= min(3, bytes.count) {
            let start = bytes.count - count
            let lead = bytes[start]
            if lead & 0xC0 != 0x80 {
                return isIncomplete(bytes[start...]) ? count : 0
            }
            count += 1
        }
        return 0
    }

    /// Whether the bytes, of which just the first is no continuation, begin a valid scalar without
    /// ending it.
    private static func isIncomplete(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let lead = bytes.first else { return false }
        let width: Int
        switch lead {
        case 0xC2...0xDF: width = 2
        case 0xE0...0xEF: width = 3
        case 0xF0...0xF4: width = 4
        default: return false
        }
        guard bytes.count < width else { return false }
        guard let second = bytes.dropFirst().first else { return true }
        // The second byte's range is narrower after these.
        switch lead {
        case 0xE0: return second >= 0xA0
        case 0xED: return second < 0xA0
        case 0xF0: return second >= 0x90
        case 0xF4: return second < 0x90
        default: return true
        }
    }
}
