/// A made-up command language: its commands with their names, flags and orders, and its syntax.
package struct CommandDialect: Sendable, Equatable {
    /// A flag of a command.
    package struct Flag: Sendable, Equatable {
        /// What it asks for.
        package var option: CommandOption
        /// Its made-up name, without marks.
        package var name: String
    }

    /// One command as this dialect has it.
    package struct Entry: Sendable, Equatable {
        /// What it does.
        package var action: CommandAction
        /// Its made-up name, as it is written.
        package var name: String
        /// Canonical operand positions in the order in which this dialect writes them.
        package var operandOrder: [Int]
        /// In the order in which the documentation lists them.
        package var flags: [Flag]
    }

    /// What stands before a command.
    package static let answerLabel = "Command"

    /// A made-up word such as `Kelmar`.
    package var languageName: String
    /// In the order in which the documentation lists them.
    package var entries: [Entry]
    /// How all but the names is spelled.
    package var syntax: CommandSyntax

    /// What the dialect can do, in the order of its entries.
    package var actions: [CommandAction] { entries.map(\.action) }
    /// The made-up names of the commands in the same order.
    package var commandNames: [String] { entries.map(\.name) }

    /// How this dialect has an action.
    ///
    /// Precondition: the dialect has it; requests are only made about what it has.
    package func entry(of action: CommandAction) -> Entry {
        for entry in entries where entry.action == action { return entry }
        preconditionFailure("The dialect has no command for \(action)")
    }

    // MARK: Printing

    /// The line as this dialect writes it.
    package func text(of chain: CommandChain) -> String {
        var output = syntax.line.open + text(of: chain.first)
        if let second = chain.second {
            output += syntax.pipe + (syntax.repeatsOpen ? syntax.line.open : "")
            output += text(of: second)
        }
        return output + syntax.line.close
    }

    /// One command without the line's marks.
    private func text(of call: CommandCall) -> String {
        let entry = entry(of: call.action)
        let operands = entry.operandOrder.compactMap { position in
            guard let value = call.operands[position] else {
                return syntax.pipedMark.isEmpty ? nil : syntax.pipedMark
            }
            return text(of: value)
        }
        let flags = call.options.map { use in
            text(of: flag(of: use.option, in: entry), value: use.value.map { text(of: $0) })
        }
        let parts = syntax.flagPlacement == .beforeOperands ? flags + operands : operands + flags
        return head(of: entry, hasParts: !parts.isEmpty)
            + parts.joined(separator: syntax.separator)
    }

    /// A command's name and what stands between it and its first part.
    private func head(of entry: Entry, hasParts: Bool) -> String {
        entry.name + syntax.nameMark + (hasParts ? " " : "")
    }

    private func flag(of option: CommandOption, in entry: Entry) -> Flag {
        for flag in entry.flags where flag.option == option { return flag }
        preconditionFailure("The command \(entry.name) has no flag for \(option)")
    }

    /// A flag with its value as it is already spelled; a switch has none.
    func text(of flag: Flag, value: String?) -> String {
        let form = syntax.flag
        let flagText = form.open + flag.name
        if let value { return flagText + form.joint + value }
        return form.switchValue.isEmpty ? flagText : flagText + form.joint + form.switchValue
    }

    /// A value with its marks.
    func text(of value: CommandValue) -> String {
        switch value {
        case .path(let path): syntax.path.open + path + syntax.path.close
        case .text(let text): syntax.text.open + text + syntax.text.close
        case .pattern(let word, let match):
            syntax.text.open + pattern(word, match) + syntax.text.close
        case .size(let number, let unit): syntax.size.text(number, unit: unit.rawValue)
        case .age(let number, let unit): syntax.age.text(number, unit: unit.rawValue)
        case .number(let number): String(number)
        case .user(let name): name
        }
    }

    private func pattern(_ word: String, _ match: CommandValue.NameMatch) -> String {
        switch match {
        case .start: word + syntax.wildcard
        case .end: syntax.wildcard + word
        case .middle: syntax.wildcard + word + syntax.wildcard
        }
    }

    /// A command's pattern without flags, such as `$KASMON size folder`.
    func signature(of entry: Entry, word: (CommandOperand) -> String) -> String {
        let operands = entry.operandOrder.map { word(entry.action.operands[$0]) }
        return syntax.line.open + head(of: entry, hasParts: true)
            + operands.joined(separator: syntax.separator) + syntax.line.close
    }
}
