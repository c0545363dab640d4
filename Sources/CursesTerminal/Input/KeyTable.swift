import TerminalUI

/// What terminals send for which key.
enum KeyTable {
    /// A byte below 128, alone.
    static func key(ofASCII byte: UInt8, _ modifiers: KeyModifiers) -> KeyPress {
        switch byte {
        // A line feed too: serial lines and scripts send it for Enter, and no key is worth more.
        case 0x0D, 0x0A: KeyPress(.enter, modifiers)
        case 0x09: KeyPress(.tab, modifiers)
        // Older terminals send ctrl-h for Backspace.
        case 0x7F, 0x08: KeyPress(.backspace, modifiers)
        case 0x1B: KeyPress(.escape, modifiers)
        case 0x00: KeyPress(" ", modifiers.union(.control))
        case 0x01...0x1A: KeyPress(character(byte + 0x60), modifiers.union(.control))
        case 0x1C...0x1F: KeyPress(character(byte + 0x40), modifiers.union(.control))
        default: KeyPress(character(byte), modifiers)
        }
    }

    /// The letter after `ESC O`.
    static let singleShift: [UInt8: Key] = {
        var table = arrows
        table[UInt8(ascii: "M")] = .enter
        table[UInt8(ascii: "I")] = .tab
        // The number pad in application mode: * + , - . / 0 ... 9.
        for byte in UInt8(ascii: "j")...UInt8(ascii: "y") {
            table[byte] = .character(character(byte - 0x40))
        }
        return table
    }()

    /// A key or a change of focus; nil for what is neither.
    static func event(of sequence: ControlSequence, alt: KeyModifiers) -> InputEvent? {
        guard sequence.intermediate == 0 else { return nil }
        if sequence.marker == UInt8(ascii: "[") {
            guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(sequence.final) else {
                return nil
            }
            let number = Int(sequence.final - UInt8(ascii: "A")) + 1
            return .key(KeyPress(.function(number), alt))
        }
        guard sequence.marker == 0, !sequence.isRelease else { return nil }
        let modifiers = modifiers(sequence.value(1) ?? 1).union(alt)
        switch sequence.final {
        case UInt8(ascii: "I") where sequence.parameters.isEmpty: return .focus(true)
        case UInt8(ascii: "O") where sequence.parameters.isEmpty: return .focus(false)
        case UInt8(ascii: "Z"): return .key(KeyPress(.tab, modifiers.union(.shift)))
        case UInt8(ascii: "~"): return numbered(sequence, modifiers)
        // rxvt's way to say Ctrl.
        case UInt8(ascii: "^"): return numbered(sequence, modifiers.union(.control))
        case UInt8(ascii: "u"):
            return character(code: sequence.value(0), modifiers).map { .key($0) }
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            // rxvt's shifted arrows.
            return arrows[sequence.final - 0x20].map { .key(KeyPress($0, modifiers.union(.shift))) }
        default:
            // The first number is always 1; another makes it a report (`ESC [ 24 ; 80 R`).
            guard (sequence.value(0) ?? 1) == 1 else { return nil }
            return arrows[sequence.final].map { .key(KeyPress($0, modifiers)) }
        }
    }

    /// xterm's modifier number: one more than the sum of shift 1, alt 2, ctrl 4.
    static func modifiers(_ number: Int) -> KeyModifiers {
        let bits = max(0, number - 1)
        var result: KeyModifiers = []
        if bits & 1 != 0 { result.insert(.shift) }
        if bits & 2 != 0 { result.insert(.alt) }
        if bits & 4 != 0 { result.insert(.control) }
        return result
    }

    private static func numbered(
        _ sequence: ControlSequence, _ modifiers: KeyModifiers
    ) -> InputEvent? {
        guard let number = sequence.value(0) else { return nil }
        // xterm's modifyOtherKeys: ESC [ 27 ; modifiers ; code ~.
        if number == 27 { return character(code: sequence.value(2), modifiers).map { .key($0) } }
        return numbers[number].map { .key(KeyPress($0, modifiers)) }
    }

    /// A key named by its code point; shift goes into the case of a letter, as `KeyPress` asks.
    private static func character(code: Int?, _ modifiers: KeyModifiers) -> KeyPress? {
        guard let code, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
        switch code {
        case 13: return KeyPress(.enter, modifiers)
        case 9: return KeyPress(.tab, modifiers)
        case 27: return KeyPress(.escape, modifiers)
        case 8, 127: return KeyPress(.backspace, modifiers)
        // Controls are no characters; the private area holds keys that we have no name for.
        case ..<32, 0x80..<0xA0, 57344...63743: return nil
        default: break
        }
        let rest = modifiers.subtracting(.shift)
        if modifiers.contains(.control) {
            let lower = String(scalar).lowercased()
            return lower.count == 1 ? KeyPress(Character(lower), rest) : nil
        }
        let text = modifiers.contains(.shift) ? String(scalar).uppercased() : String(scalar)
        return KeyPress(text.count == 1 ? Character(text) : Character(scalar), rest)
    }

    private static func character(_ byte: UInt8) -> Character {
        // Ctrl with a letter is named by the small one; 0x5C ... 0x5F have no other form.
        Character(Unicode.Scalar(byte))
    }

    private static let arrows: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
        UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
        UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    ]

    private static let numbers: [Int: Key] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4),
        15: .function(5), 17: .function(6), 18: .function(7), 19: .function(8),
        20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
        25: .function(13), 26: .function(14), 28: .function(15), 29: .function(16),
        31: .function(17), 32: .function(18), 33: .function(19), 34: .function(20),
    ]
}

extension ControlSequence {
    /// A key going up, which some terminals report on request: `ESC [ 97 ; 1 : 3 u`.
    fileprivate var isRelease: Bool {
        parameters.count > 1 && parameters[1].count > 1 && parameters[1][1] == 3
    }
}
