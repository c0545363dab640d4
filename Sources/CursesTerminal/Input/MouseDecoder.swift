import TerminalUI

/// Mouse reports in the SGR form and in the older one, which does not say which button went up.
struct MouseDecoder: Sendable {
    private var heldButton: MouseEvent.Button?

    /// `ESC [ < code ; column ; row M`, with `m` for a release.
    mutating func decode(sgr sequence: ControlSequence) -> [InputEvent] {
        guard let code = sequence.value(0), let column = sequence.value(1),
            let row = sequence.value(2), column > 0, row > 0
        else { return [] }
        let isRelease = sequence.final == UInt8(ascii: "m")
        return decode(code: code, x: column - 1, y: row - 1, isRelease: isRelease)
    }

    /// Three bytes, each 32 more than its value.
    mutating func decode(x10 report: [UInt8]) -> [InputEvent] {
        guard report.count == 3, report.allSatisfy({ $0 >= 32 }), report[1] > 32, report[2] > 32
        else { return [] }
        return decode(
            code: Int(report[0]) - 32, x: Int(report[1]) - 33, y: Int(report[2]) - 33,
            isRelease: false)
    }

    private mutating func decode(code: Int, x: Int, y: Int, isRelease: Bool) -> [InputEvent] {
        var modifiers: KeyModifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        guard let action = action(code: code, isRelease: isRelease) else { return [] }
        return [.mouse(MouseEvent(action, at: Point(x: x, y: y), modifiers))]
    }

    private mutating func action(code: Int, isRelease: Bool) -> MouseEvent.Action? {
        // Buttons beyond the wheel are nobody's here.
        guard code & 128 == 0 else { return nil }
        if code & 64 != 0 {
            switch code & 3 {
            case 0: return isRelease ? nil : .wheelUp
            case 1: return isRelease ? nil : .wheelDown
            default: return nil
            }
        }
        let button = Self.buttons[code & 3]
        if code & 32 != 0 { return button.map { .drag($0) } }
        guard let button else {
            // X10: some button went up.
            defer { heldButton = nil }
            return heldButton.map { .release($0) }
        }
        heldButton = isRelease ? nil : button
        return isRelease ? .release(button) : .press(button)
    }

    private static let buttons: [MouseEvent.Button?] = [.left, .middle, .right, nil]
}
