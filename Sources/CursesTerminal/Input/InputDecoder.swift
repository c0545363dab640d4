import TerminalUI

/// Turns the bytes that a terminal sends into input events.
///
/// Pure and total: any bytes, cut anywhere, give some events and leave the decoder usable. What is
/// not understood (replies to queries, unknown sequences, invalid UTF-8) is dropped. Understood are
/// UTF-8, the CSI and SS3 keys of xterm, rxvt and the Linux console with modifiers, Alt as a
/// leading escape, CSI-u keys, mouse reports in SGR and X10 form, bracketed paste and focus.
package struct InputDecoder: Sendable {
    /// Bytes of a paste that are kept; the rest of a longer one is dropped.
    package static let pasteByteLimit = 1 << 20
    /// A longer sequence is no key: it is dropped.
    static let sequenceByteLimit = 64
    /// Replies of the terminal (OSC, DCS) may be this long before they are given up.
    static let replyByteLimit = 4096

    private var pending: [UInt8] = []
    private var paste: PasteCollector?
    private var mouse = MouseDecoder()

    package init() {}

    /// How long to wait for more bytes before `flush` must be called; nil where nothing is open.
    ///
    /// An escape alone is a key, so it may not wait long. Anything longer is surely a sequence cut
    /// by a slow line. A paste without an end gives the keyboard back after a second.
    package var flushDelayMilliseconds: Int? {
        if paste != nil { return 1000 }
        if pending.isEmpty { return nil }
        return pending == [0x1B] ? 30 : 120
    }

    /// Takes bytes and returns the events that they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        pending += bytes
        return drain(isFinal: false)
    }

    /// Decides what is open as if nothing more came: an escape alone becomes the key.
    package mutating func flush() -> [InputEvent] {
        if let open = paste {
            paste = nil
            let rest = open.finished(with: pending)
            pending = []
            return rest.map { [.paste($0)] } ?? []
        }
        let events = drain(isFinal: true)
        pending = []
        return events
    }

    private mutating func drain(isFinal: Bool) -> [InputEvent] {
        var events: [InputEvent] = []
        var start = 0
        while start < pending.count {
            if paste != nil {
                guard let text = collectPaste(from: &start) else { break }
                if !text.isEmpty { events.append(.paste(text)) }
                continue
            }
            switch next(in: pending[start...], isFinal: isFinal) {
            case .incomplete:
                pending.removeFirst(start)
                return events
            case .events(let more, let length):
                events += more
                start += max(1, length)
            case .pasteStart(let length):
                start += length
                paste = PasteCollector()
            }
        }
        pending.removeFirst(min(start, pending.count))
        return events
    }

    /// Moves bytes into the open paste; returns its text where its end is among them.
    private mutating func collectPaste(from start: inout Int) -> String? {
        guard var open = paste else { return nil }
        paste = nil
        if let end = open.append(pending[start...]) {
            start = end
            return open.finished(with: []) ?? ""
        }
        // The collector keeps what may be the start of the end mark.
        paste = open
        start = pending.count
        return nil
    }

    private enum Outcome {
        case incomplete
        case events([InputEvent], length: Int)
        case pasteStart(length: Int)

        static func key(_ key: KeyPress, _ length: Int) -> Outcome {
            .events([.key(key)], length: length)
        }
    }

    /// Reads one event from bytes that are not empty.
    private mutating func next(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Outcome {
        let first = bytes[bytes.startIndex]
        if first == 0x1B { return escape(in: bytes, isFinal: isFinal) }
        return plain(in: bytes, modifiers: [], isFinal: isFinal)
    }

    /// A control byte or one UTF-8 scalar.
    private func plain(
        in bytes: ArraySlice<UInt8>, modifiers: KeyModifiers, isFinal: Bool
    ) -> Outcome {
        let first = bytes[bytes.startIndex]
        if first < 0x80 {
            return .key(KeyTable.key(ofASCII: first, modifiers), 1)
        }
        switch ScalarReader.read(bytes) {
        case .scalar(let scalar, let length):
            // C1 controls are no text.
            guard scalar.value >= 0xA0 else { return .events([], length: length) }
            return .key(KeyPress(.character(Character(scalar)), modifiers), length)
        case .cut: return isFinal ? .events([], length: 1) : .incomplete
        case .invalid: return .events([], length: 1)
        }
    }

    private mutating func escape(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Outcome {
        guard bytes.count > 1 else {
            return isFinal ? .key(KeyPress(.escape), 1) : .incomplete
        }
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["): return controlSequence(in: bytes, alt: [], isFinal: isFinal)
        case UInt8(ascii: "O"): return singleShift(in: bytes, alt: [], isFinal: isFinal)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
            UInt8(ascii: "X"):
            return reply(in: bytes, isFinal: isFinal)
        case 0x1B: return doubleEscape(in: bytes, isFinal: isFinal)
        default:
            let outcome = plain(in: bytes.dropFirst(), modifiers: .alt, isFinal: isFinal)
            guard case .events(let events, let length) = outcome else { return outcome }
            return .events(events, length: length + 1)
        }
    }

    /// Two escapes: Alt before a sequence (rxvt), or the key twice.
    private mutating func doubleEscape(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Outcome {
        guard bytes.count > 2 else {
            return isFinal ? .key(KeyPress(.escape), 1) : .incomplete
        }
        let rest = bytes.dropFirst()
        let outcome: Outcome
        switch bytes[bytes.startIndex + 2] {
        case UInt8(ascii: "["): outcome = controlSequence(in: rest, alt: .alt, isFinal: isFinal)
        case UInt8(ascii: "O"): outcome = singleShift(in: rest, alt: .alt, isFinal: isFinal)
        default: return .key(KeyPress(.escape), 1)
        }
        switch outcome {
        case .incomplete: return .incomplete
        case .events(let events, let length): return .events(events, length: length + 1)
        case .pasteStart(let length): return .pasteStart(length: length + 1)
        }
    }

    /// `ESC O`, an optional modifier digit, a letter.
    private func singleShift(
        in bytes: ArraySlice<UInt8>, alt: KeyModifiers, isFinal: Bool
    ) -> Outcome {
        var position = bytes.startIndex + 2
        var modifiers = alt
        if position < bytes.endIndex, (0x31...0x39).contains(bytes[position]) {
            modifiers.formUnion(KeyTable.modifiers(Int(bytes[position] - 0x30)))
            position += 1
        }
        guard position < bytes.endIndex else {
            return isFinal
                ? .key(KeyPress("O", alt.union(.alt)), bytes.count) : .incomplete
        }
        let length = position - bytes.startIndex + 1
        guard let key = KeyTable.singleShift[bytes[position]] else {
            // Alt-O and then something else.
            return .key(KeyPress("O", alt.union(.alt)), 2)
        }
        return .key(KeyPress(key, modifiers), length)
    }

    private mutating func controlSequence(
        in bytes: ArraySlice<UInt8>, alt: KeyModifiers, isFinal: Bool
    ) -> Outcome {
        switch ControlSequence.read(bytes) {
        case .cut:
            if bytes.count > Self.sequenceByteLimit { return .events([], length: bytes.count) }
            guard isFinal else { return .incomplete }
            if bytes.count == 2 { return .key(KeyPress("[", alt.union(.alt)), 2) }
            return .events([], length: bytes.count)
        case .invalid(let length): return .events([], length: length)
        case .x10Mouse(let report, let length):
            return .events(mouse.decode(x10: report), length: length)
        case .sequence(let sequence, let length):
            if sequence.isPasteStart { return .pasteStart(length: length) }
            if sequence.isMouse {
                return .events(mouse.decode(sgr: sequence), length: length)
            }
            guard let event = KeyTable.event(of: sequence, alt: alt) else {
                return .events([], length: length)
            }
            return .events([event], length: length)
        }
    }

    /// A terminal's reply (OSC, DCS, APC ...): dropped up to its end.
    private func reply(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Outcome {
        var position = bytes.startIndex + 2
        while position < bytes.endIndex {
            let length = position - bytes.startIndex + 1
            if bytes[position] == 0x07 || bytes[position] == 0x9C {
                return .events([], length: length)
            }
            if bytes[position] == 0x1B {
                guard position + 1 < bytes.endIndex else { break }
                let isEnd = bytes[position + 1] == UInt8(ascii: "\\")
                return .events([], length: isEnd ? length + 1 : length - 1)
            }
            position += 1
        }
        if bytes.count > Self.replyByteLimit { return .events([], length: bytes.count) }
        guard isFinal else { return .incomplete }
        // Two bytes alone are Alt with that character; a longer one is a reply cut short.
        guard bytes.count == 2 else { return .events([], length: bytes.count) }
        return .key(KeyTable.key(ofASCII: bytes[bytes.startIndex + 1], .alt), 2)
    }
}
