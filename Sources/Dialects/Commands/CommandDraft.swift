/// One command in the making: draws what it works on, with the words for it.
struct CommandDraft {
    /// A command and the words that fill its wording's slots.
    struct Result {
        var call: CommandCall
        private var words: [(slot: String, text: String)]

        fileprivate init(call: CommandCall, words: [(slot: String, text: String)]) {
            self.call = call
            self.words = words
        }

        func word(_ slot: Substring) -> String {
            for word in words where word.slot == slot { return word.text }
            preconditionFailure("No words for the slot {\(slot)} of \(call.action)")
        }
    }

    var folder: CommandFolder

    /// A command with these options.
    ///
    /// - Parameters:
    ///   - action: what the command does.
    ///   - options: what is asked for besides.
    ///   - isPiped: whether a command before it hands over what it works on.
    ///   - values: draws what it is about.
    ///   - wording: draws the words for that, so that the same request can be asked in others.
    /// - Returns: the command, and the words for its options.
    mutating func result(
        of action: CommandAction, options: [CommandOption] = [], isPiped: Bool = false,
        values: inout SeededGenerator, wording: inout SeededGenerator
    ) -> (result: Result, optionPhrases: [String]) {
        var words: [(slot: String, text: String)] = []
        var operands: [CommandValue?] = []
        // What everything below shall be done to is a folder.
        let isFolder = options.contains(.recursive)
        for (position, operand) in action.operands.enumerated() {
            if isPiped, position == action.pipedOperand {
                operands.append(nil)
                continue
            }
            let drawn = value(
                of: operand, isFolder: isFolder, values: &values, wording: &wording)
            operands.append(drawn.value)
            words.append((operand.rawValue, drawn.words))
        }
        var uses: [CommandCall.OptionUse] = []
        var phrases: [String] = []
        for option in options {
            let drawn = option.operand.map {
                value(of: $0, isFolder: false, values: &values, wording: &wording)
            }
            uses.append(CommandCall.OptionUse(option: option, value: drawn?.value))
            phrases.append(
                PhraseTemplate.fill(wording.pick(option.phrases)) { _ in drawn?.words ?? "" })
        }
        return (
            Result(call: CommandCall(action, operands, options: uses), words: words), phrases
        )
    }

    private mutating func value(
        of operand: CommandOperand, isFolder: Bool, values generator: inout SeededGenerator,
        wording: inout SeededGenerator
    ) -> (value: CommandValue, words: String) {
        func path(_ name: String) -> (CommandValue, String) { (.path(name), name) }
        func number(_ number: Int) -> (CommandValue, String) { (.number(number), String(number)) }
        switch operand {
        case .folder:
            if generator.chance(40) { return path(folder.path) }
            let name = folder.takeFolder()
            return path(generator.chance(20) ? folder.path + "/" + name : name)
        case .file, .archive, .firstFile, .secondFile: return path(folder.takeFile())
        case .entry, .source:
            return path(
                isFolder || generator.chance(30) ? folder.takeFolder() : folder.takeFile())
        case .destination:
            return path(generator.chance(70) ? folder.takeFolder() : folder.takeFreeFolder())
        case .excluded: return path(folder.takeFile())
        case .newName, .joined: return path(folder.takeFreeFile())
        case .newFolder: return path(folder.takeFreeFolder())
        case .pattern: return pattern(values: &generator, wording: &wording)
        case .size:
            let number = generator.pick(CommandCatalogue.sizes)
            let unit = generator.pick(CommandValue.SizeUnit.allCases)
            return (.size(number, unit), "\(number) \(unit.word)")
        case .age:
            let number = generator.pick(CommandCatalogue.ages)
            let unit = generator.pick(CommandValue.AgeUnit.allCases)
            return (.age(number, unit), "\(number) \(unit.word)")
        case .text, .replacement:
            let word = text(using: &generator)
            return (.text(word), word)
        case .count, .limit: return number(generator.pick(CommandCatalogue.counts))
        case .levels, .strength: return number(generator.pick(CommandCatalogue.levels))
        case .mode: return number(generator.pick(CommandCatalogue.modes))
        case .user:
            let name = generator.pick(CommandCatalogue.users)
            return (.user(name), name)
        }
    }

    /// A word to search for: no entry of the folder, so that the request is easy to read.
    private mutating func text(using generator: inout SeededGenerator) -> String {
        generator.chance(50) ? folder.takeFreeFolder() : folder.takeFreeFile()
    }

    private mutating func pattern(
        values generator: inout SeededGenerator, wording: inout SeededGenerator
    ) -> (value: CommandValue, words: String) {
        let word = text(using: &generator)
        let match = generator.pick(CommandValue.NameMatch.allCases)
        let phrase: String
        switch match {
        case .start: phrase = wording.pick(["begins with", "starts with"])
        case .end: phrase = wording.pick(["ends with", "ends in"])
        case .middle: phrase = wording.pick(["contains", "includes"])
        }
        return (.pattern(word, match), "\(phrase) \(word)")
    }
}
