@testable import Dialects

/// Reads lines of the sample shell back, without using what writes them.
enum CommandReader {
    struct Unreadable: Error { let text: String }

    /// - Throws: `Unreadable` where the line is none of the shell's.
    static func read(_ line: String) throws -> CommandChain {
        let calls = try line.components(between: " | ").enumerated().map {
            try call($0.element, isPiped: $0.offset == 1)
        }
        guard (1...2).contains(calls.count) else { throw Unreadable(text: line) }
        return CommandChain(calls[0], calls.count == 2 ? calls[1] : nil)
    }

    private static func call(_ text: String, isPiped: Bool) throws -> CommandCall {
        var parts = text.split(separator: " ").map(String.init)
        guard text.hasPrefix("$"),
            let entry = CommandDialect.sample.entries.first(where: { "$" + $0.name == parts[0] })
        else { throw Unreadable(text: text) }
        parts.removeFirst()
        let operands = entry.action.operands
        guard parts.count >= operands.count else { throw Unreadable(text: text) }
        var values = [CommandValue?](repeating: nil, count: operands.count)
        for (part, position) in zip(parts, entry.operandOrder) {
            if isPiped, position == entry.action.pipedOperand {
                guard part == "_" else { throw Unreadable(text: text) }
            } else {
                values[position] = try value(part, of: operands[position])
            }
        }
        let options = try parts.dropFirst(operands.count).map { part in
            let pieces = part.components(between: "=")
            guard let flag = entry.flags.first(where: { "+" + $0.name == pieces[0] }),
                pieces.count == (flag.option.operand == nil ? 1 : 2)
            else { throw Unreadable(text: text) }
            return CommandCall.OptionUse(
                option: flag.option,
                value: try flag.option.operand.map { try value(pieces[1], of: $0) })
        }
        return CommandCall(entry.action, values, options: options)
    }

    private static func value(_ text: String, of operand: CommandOperand) throws -> CommandValue {
        func inner(_ open: Character, _ close: Character) throws -> String {
            guard text.first == open, text.last == close, text.count > 2 else {
                throw Unreadable(text: text)
            }
            return String(text.dropFirst().dropLast())
        }
        func number(_ digits: some StringProtocol) throws -> Int {
            guard let number = Int(digits) else { throw Unreadable(text: text) }
            return number
        }
        func unit<Unit: RawRepresentable<Int>>(_ letters: String) throws -> Unit {
            guard let last = text.last, let place = Array(letters).firstIndex(of: last),
                let unit = Unit(rawValue: place)
            else { throw Unreadable(text: text) }
            return unit
        }
        switch operand {
        case .pattern:
            let pattern = try inner("'", "'")
            let word = pattern.filter { $0 != "*" }
            let match: CommandValue.NameMatch =
                pattern.hasSuffix("*") ? (pattern.hasPrefix("*") ? .middle : .start) : .end
            return .pattern(word, match)
        case .text, .replacement: return .text(try inner("'", "'"))
        case .size:
            guard text.hasPrefix(">") else { throw Unreadable(text: text) }
            return .size(try number(text.dropFirst().dropLast()), try unit("kmg"))
        case .age:
            guard text.hasPrefix("~") else { throw Unreadable(text: text) }
            return .age(try number(text.dropFirst().dropLast()), try unit("dwm"))
        case .count, .limit, .levels, .strength, .mode: return .number(try number(text))
        case .user: return .user(text)
        default: return .path(try inner("[", "]"))
        }
    }
}

extension String {
    fileprivate func components(between separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
