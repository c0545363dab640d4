/// A key and the modifiers with it, written `ctrl-c`, `shift-left`, `space`, `?`.
///
/// Ctrl with a letter is the lower-case letter with `.control`; Shift-Tab is `.tab` with `.shift`.
package struct KeyPress: Hashable, Sendable, CustomStringConvertible {
    package var key: Key
    package var modifiers: KeyModifiers

    package init(_ key: Key, _ modifiers: KeyModifiers = []) {
        self.key = key
        self.modifiers = modifiers
    }

    package init(_ character: Character, _ modifiers: KeyModifiers = []) {
        self.init(.character(character), modifiers)
    }

    /// Reads a key as it is written in bindings, scripts and help; nil for a name nobody knows.
    package init?(_ name: String) {
        var rest = Substring(name)
        var modifiers: KeyModifiers = []
        while let dash = rest.firstIndex(of: "-"), rest.index(after: dash) < rest.endIndex,
            let modifier = Self.modifierNames[String(rest[..<dash])]
        {
            modifiers.insert(modifier)
            rest = rest[rest.index(after: dash)...]
        }
        if let key = Self.keyNames[String(rest)] {
            self.init(key, modifiers)
        } else if rest.count == 1, let character = rest.first {
            self.init(.character(character), modifiers)
        } else if rest.first == "f", let number = Int(rest.dropFirst()), (1...24).contains(number) {
            self.init(.function(number), modifiers)
        } else {
            return nil
        }
    }

    package var description: String {
        var text = ""
        if modifiers.contains(.control) { text += "ctrl-" }
        if modifiers.contains(.alt) { text += "alt-" }
        if modifiers.contains(.shift) { text += "shift-" }
        return text + Self.name(of: key)
    }

    private static func name(of key: Key) -> String {
        switch key {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .function(let number): "f\(number)"
        default: keyNames.first { $0.value == key }?.key ?? "?"
        }
    }

    private static let modifierNames: [String: KeyModifiers] = [
        "ctrl": .control, "alt": .alt, "shift": .shift,
    ]

    private static let keyNames: [String: Key] = [
        "enter": .enter, "tab": .tab, "esc": .escape, "backspace": .backspace,
        "delete": .delete, "insert": .insert, "up": .up, "down": .down, "left": .left,
        "right": .right, "home": .home, "end": .end, "pgup": .pageUp, "pgdn": .pageDown,
        "space": .character(" "),
    ]
}
