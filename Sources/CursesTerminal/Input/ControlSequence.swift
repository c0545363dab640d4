/// A CSI sequence: `ESC [`, parameters, a final byte.
struct ControlSequence: Equatable {
    /// `<`, `?`, `>` or `=` before the parameters; 0 for none.
    var marker: UInt8 = 0
    /// Parameters between semicolons, each with what follows it after colons; -1 for an empty one.
    var parameters: [[Int]] = []
    /// The byte before the final one, of which there is at most one in what terminals send.
    var intermediate: UInt8 = 0
    var final: UInt8 = 0

    enum Outcome: Equatable {
        case sequence(ControlSequence, length: Int)
        /// `ESC [ M` and three bytes.
        case x10Mouse([UInt8], length: Int)
        case cut
        case invalid(length: Int)
    }

    /// No screen has so many cells and no key such a number; a sum cannot overflow below it.
    private static let valueLimit = 1 << 24

    /// Whether a paste begins here.
    var isPasteStart: Bool { marker == 0 && final == UInt8(ascii: "~") && value(0) == 200 }

    var isMouse: Bool {
        marker == UInt8(ascii: "<") && (final == UInt8(ascii: "M") || final == UInt8(ascii: "m"))
    }

    /// The first number of a parameter; nil where it is absent or empty.
    func value(_ index: Int) -> Int? {
        guard index < parameters.count, let value = parameters[index].first, value >= 0 else {
            return nil
        }
        return value
    }

    /// Reads a sequence that begins with `ESC [`.
    static func read(_ bytes: ArraySlice<UInt8>) -> Outcome {
        var position = bytes.startIndex + 2
        guard position < bytes.endIndex else { return .cut }
        if bytes[position] == UInt8(ascii: "M") {
            guard bytes.endIndex - position >= 4 else { return .cut }
            return .x10Mouse(Array(bytes[(position + 1)...(position + 3)]), length: 6)
        }
        if bytes[position] == UInt8(ascii: "[") {
            // The Linux console's F1 to F5: ESC [ [ A.
            guard position + 1 < bytes.endIndex else { return .cut }
            let final = bytes[position + 1]
            let sequence = ControlSequence(marker: UInt8(ascii: "["), final: final)
            return .sequence(sequence, length: 4)
        }
        var result = ControlSequence()
        if (0x3C...0x3F).contains(bytes[position]) {
            result.marker = bytes[position]
            position += 1
        }
        let parametersStart = position
        while position < bytes.endIndex, (0x30...0x3B).contains(bytes[position]) { position += 1 }
        result.parameters = parameters(bytes[parametersStart..<position])
        while position < bytes.endIndex, (0x20...0x2F).contains(bytes[position]) {
            result.intermediate = bytes[position]
            position += 1
        }
        let length = position - bytes.startIndex
        guard position < bytes.endIndex else { return .cut }
        guard (0x40...0x7E).contains(bytes[position]) else {
            // Something else broke in, another escape for one: drop what came before it.
            return .invalid(length: length)
        }
        result.final = bytes[position]
        return .sequence(result, length: length + 1)
    }

    private static func parameters(_ bytes: ArraySlice<UInt8>) -> [[Int]] {
        guard !bytes.isEmpty else { return [] }
        return bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
            $0.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(number)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.isEmpty
            ? -1 : digits.reduce(0) { min(valueLimit, $0 * 10 + Int($1) - 0x30) }
    }
}
